fn main() {
    corpus::generate("ex04");
}
