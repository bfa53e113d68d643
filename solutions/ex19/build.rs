fn main() {
    corpus::generate("ex19");
}
