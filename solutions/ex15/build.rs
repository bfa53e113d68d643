fn main() {
    corpus::generate("ex15");
}
