// Only for what it includes: see CMakeLists.txt.
int main() {}
