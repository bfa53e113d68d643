fn main() {
    corpus::generate("ex06");
}
