fn main() {
    corpus::generate("ex10");
}
