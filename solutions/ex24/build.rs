fn main() {
    corpus::generate("ex24");
}
