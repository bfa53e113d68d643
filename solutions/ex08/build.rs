fn main() {
    corpus::generate("ex08");
}
