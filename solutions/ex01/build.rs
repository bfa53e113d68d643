fn main() {
    corpus::generate("ex01");
}
