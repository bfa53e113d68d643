fn main() {
    corpus::generate("ex16");
}
