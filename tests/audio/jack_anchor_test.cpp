// The pairs of clocks that a JACK source makes: the time of a callback belongs to the first sample of its period.
#include <gtest/gtest.h>

#include <optional>

#include "engine/audio/jack_source.h"
#include "tests/support/jack_server.h"

namespace chladni {

TEST(JackAnchor, StandsAtTheBeginningOfAPeriodHoweverLongThePeriod) {
    if (!JackServer::installed()) GTEST_SKIP() << "there is no jackd on this machine";
    constexpr std::int64_t kPeriod = 4096;
    JackServer server("anchor", kPeriod);
    ASSERT_TRUE(server.up()) << JackServer::kHelp;
    AudioInput input;
    ServerGate gate;
    const auto source = open_jack({InputChoice::Kind::kDevice, "system", "jack"}, input, gate);
    for (int seen = 0; seen < 10; ++seen) {
        const ClockAnchor before = input.anchor().get();
        ASSERT_TRUE(eventually([&] { return input.anchor().get().host_ns != before.host_ns; }));
        EXPECT_EQ(input.anchor().get().position.value % kPeriod, 0);
    }
}

}  // namespace chladni
