fn main() {
    corpus::generate("ex22x");
}
