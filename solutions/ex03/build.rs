fn main() {
    corpus::generate("ex03");
}
