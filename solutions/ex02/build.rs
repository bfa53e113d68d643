fn main() {
    corpus::generate("ex02");
}
