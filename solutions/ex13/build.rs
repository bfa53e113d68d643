fn main() {
    corpus::generate("ex13");
}
