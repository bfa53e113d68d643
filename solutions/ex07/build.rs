fn main() {
    corpus::generate("ex07");
}
