fn main() {
    corpus::generate("ex09");
}
