#include "engine/ltx/embedding_store.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "engine/base/atomic_file.h"
#include "engine/tensor/safetensors.h"
#include "tests/support/temp_folder.h"

namespace chladni::ltx {
namespace {

namespace fs = std::filesystem;

class EmbeddingStoreTest : public testing::Test {
protected:
    fs::path folder() const { return temp_.path() / "chladni" / "prompts"; }
    std::size_t count() const {
        const fs::directory_iterator files(folder());
        return static_cast<std::size_t>(std::distance(begin(files), end(files)));
    }
    fs::path only_file() const { return fs::directory_iterator(folder())->path(); }

    TempFolder temp_;
    EmbeddingStore store_{folder(), 3};
    at::Tensor embeds_ = at::arange(12).view({1, 3, 4}).to(at::kBFloat16);  // [1, T, d]
};

TEST_F(EmbeddingStoreTest, WhatIsKeptComesBackBitForBitAndUnderItsKeyAlone) {
    EXPECT_FALSE(store_.find("ink", 8, 4).defined());
    store_.keep("ink", embeds_);
    const at::Tensor found = store_.find("ink", 8, 4);
    ASSERT_TRUE(found.defined());
    EXPECT_EQ(found.scalar_type(), at::kBFloat16);
    EXPECT_TRUE(at::equal(found, embeds_));
    EXPECT_FALSE(store_.find("ink ", 8, 4).defined());
}

TEST_F(EmbeddingStoreTest, WhatDoesNotFitTheNetworkCountsAsNothing) {
    store_.keep("ink", embeds_);
    EXPECT_FALSE(store_.find("ink", 2, 4).defined());
    EXPECT_FALSE(store_.find("ink", 8, 5).defined());
    store_.keep("ink", at::full({1, 3, 4}, NAN));
    EXPECT_FALSE(store_.find("ink", 8, 4).defined());
    store_.keep("ink", at::ones({3, 4}));
    EXPECT_FALSE(store_.find("ink", 8, 4).defined());
}

TEST_F(EmbeddingStoreTest, AFileOfAnotherKeyOrABrokenOneIsIgnoredAndMadeAnew) {
    store_.keep("ink", embeds_);
    const fs::path file = only_file();
    write_safetensors(file, {{"embeds", embeds_}}, {{"key", "neon"}});  // as if both had one digest
    EXPECT_FALSE(store_.find("ink", 8, 4).defined());
    for (const std::string content : {"", "not tensors", "\x10\0\0\0\0\0\0\0{"}) {
        write_file_atomically(file, content);
        EXPECT_FALSE(store_.find("ink", 8, 4).defined());
        store_.keep("ink", embeds_);
        EXPECT_TRUE(store_.find("ink", 8, 4).defined());
    }
}

TEST_F(EmbeddingStoreTest, TheLongestUnusedGoes) {
    const auto now = fs::file_time_type::clock::now();
    for (const int age : {5, 4, 3}) {  // seconds ago
        store_.keep("prompt " + std::to_string(age), embeds_);
        fs::last_write_time(folder() / (digest_of("prompt " + std::to_string(age)) + ".safetensors"),
                            now - std::chrono::seconds(age));
    }
    EXPECT_TRUE(store_.find("prompt 5", 8, 4).defined());  // used: the youngest now
    store_.keep("another", embeds_);
    EXPECT_EQ(count(), 3u);
    EXPECT_TRUE(store_.find("prompt 5", 8, 4).defined());
    EXPECT_FALSE(store_.find("prompt 4", 8, 4).defined());
}

TEST_F(EmbeddingStoreTest, WithoutAFolderNothingIsKept) {
    const EmbeddingStore none{fs::path()};
    none.keep("ink", embeds_);
    EXPECT_FALSE(none.find("ink", 8, 4).defined());
}

TEST_F(EmbeddingStoreTest, AFolderThatCannotBeMadeDisturbsNobody) {
    write_file_atomically(temp_.path() / "chladni", "a file in the way");
    EXPECT_NO_THROW(store_.keep("ink", embeds_));
    EXPECT_FALSE(store_.find("ink", 8, 4).defined());
    EXPECT_NO_THROW(EmbeddingStore(temp_.path()).keep("\xff no text", embeds_));
}

TEST_F(EmbeddingStoreTest, AFullDiskDisturbsNobodyAndLeavesNoHalfFile) {
    fs::create_directories(folder());
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    const auto handler = signal(SIGXFSZ, SIG_IGN);  // a write beyond the limit fails, as on a full disk
    const rlimit small{64, before.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
    EXPECT_NO_THROW(store_.keep("ink", embeds_));
    setrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, handler);
    EXPECT_EQ(count(), 0u);
}

// Sets an environment variable back at the end.
class Variable {
public:
    Variable(const char* name, const char* value) : name_(name), before_(getenv(name) ? getenv(name) : "") {
        setenv(name, value, 1);
    }
    ~Variable() { setenv(name_, before_.c_str(), 1); }
    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;

private:
    const char* name_;
    std::string before_;
};

TEST(EmbeddingStore, ItsUsualFolderIsInTheUsersCache) {
    const Variable home("HOME", "/home/vj");
    {
        const Variable cache("XDG_CACHE_HOME", "/fast");
        EXPECT_EQ(EmbeddingStore::usual_folder(), "/fast/chladni/prompts");
    }
    const Variable cache("XDG_CACHE_HOME", "relative/is/ignored");
    EXPECT_EQ(EmbeddingStore::usual_folder(), "/home/vj/.cache/chladni/prompts");
    const Variable no_home("HOME", "");
    EXPECT_EQ(EmbeddingStore::usual_folder(), "");
}

}  // namespace
}  // namespace chladni::ltx
