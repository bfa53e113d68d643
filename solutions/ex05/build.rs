fn main() {
    corpus::generate("ex05");
}
