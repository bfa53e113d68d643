fn main() {
    corpus::generate("ex21");
}
