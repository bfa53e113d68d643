fn main() {
    corpus::generate("ex17");
}
