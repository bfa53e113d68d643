fn main() {
    corpus::generate("ex11");
}
