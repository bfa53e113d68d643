fn main() {
    corpus::generate("ex23");
}
