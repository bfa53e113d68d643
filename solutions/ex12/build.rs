fn main() {
    corpus::generate("ex12");
}
