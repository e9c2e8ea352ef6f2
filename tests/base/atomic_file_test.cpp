#include "engine/base/atomic_file.h"

#include <gtest/gtest.h>

#include <fstream>

#include "engine/base/check.h"
#include "tests/support/temp_folder.h"

namespace chladni {

namespace fs = std::filesystem;

TEST(AtomicFile, TargetAppearsOnlyWithCommit) {
    const TempFolder folder;
    const fs::path target = folder.path() / "film.mp4";
    AtomicFile file(target);
    std::ofstream(file.path()) << "half";
    EXPECT_FALSE(fs::exists(target));
    EXPECT_EQ(file.path().extension(), ".mp4");
    file.commit();
    EXPECT_EQ(read_text_file(target), "half");
}

TEST(AtomicFile, WithoutCommitNothingIsLeft) {
    const TempFolder folder;
    {
        AtomicFile file(folder.path() / "film.mp4");
        std::ofstream(file.path()) << "half";
    }
    EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST(AtomicFile, OldContentStaysUntilTheNewIsWhole) {
    const TempFolder folder;
    const fs::path target = folder.path() / "preset.json";
    write_file_atomically(target, "old");
    {
        AtomicFile file(target);
        std::ofstream(file.path()) << "ne";
    }
    EXPECT_EQ(read_text_file(target), "old");
}

TEST(AtomicFile, MissingFolderIsOneSentence) {
    try {
        AtomicFile file("/nowhere/at/all/film.mp4");
        FAIL();
    } catch (const Error& error) {
        EXPECT_NE(std::string(error.what()).find("expected"), std::string::npos);
        EXPECT_NE(std::string(error.what()).find("/nowhere/at/all"), std::string::npos);
    }
}

TEST(AtomicFile, ReadRefusesWhatIsMissingAndWhatIsTooLarge) {
    const TempFolder folder;
    EXPECT_THROW(read_text_file(folder.path() / "absent"), Error);
    write_file_atomically(folder.path() / "big", std::string(100, 'x'));
    EXPECT_THROW(read_text_file(folder.path() / "big", 99), Error);
}

}  // namespace chladni
