fn main() {
    corpus::generate("ex14");
}
