fn main() {
    corpus::generate("ex18");
}
