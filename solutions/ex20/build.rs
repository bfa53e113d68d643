fn main() {
    corpus::generate("ex20");
}
