#include <QtTest>
#include <set>

#include "engine/runtime/show_status.h"
#include "ui/action_table.h"
#include "ui/beat_lamps.h"
#include "ui/layer_ranges.h"
#include "engine/runtime/new_notices.h"
#include "ui/output_control.h"
#include "ui/silence_watch.h"
#include "ui/sound_panel.h"
#include "ui/tempo_panel.h"

using namespace chladni;
using Flags = std::vector<bool>;
using Words = std::vector<std::string>;

class WordsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ranges_name_layers() {
        QCOMPARE(*parse_layer_ranges("0-2, 5", 6), (Flags{1, 1, 1, 0, 0, 1}));
        QCOMPARE(*parse_layer_ranges("all", 3), (Flags{1, 1, 1}));
        QCOMPARE(*parse_layer_ranges("none", 2), (Flags{0, 0}));
        QCOMPARE(*parse_layer_ranges(" ", 2), (Flags{0, 0}));
    }

    void ranges_that_name_no_layer_are_refused() {
        for (const char* text : {"6", "3-1", "a", "1-", "-1", "1,,2", "1-2-3", "1,", "99999999999999999999999"})
            QVERIFY2(!parse_layer_ranges(text, 6), text);
    }

    void layers_are_said_in_the_shortest_words_and_read_back() {
        QCOMPARE(format_layer_ranges({1, 1, 1, 0, 1}), std::string("0-2,4"));
        QCOMPARE(format_layer_ranges({1, 1}), std::string("all"));
        QCOMPARE(format_layer_ranges({0, 0}), std::string("none"));
        for (unsigned bits = 0; bits < 64; ++bits) {
            Flags on(6);
            for (std::size_t i = 0; i < 6; ++i) on[i] = bits >> i & 1;
            QCOMPARE(*parse_layer_ranges(format_layer_ranges(on), 6), on);
        }
    }

    void only_new_notices_are_told() {
        QCOMPARE(new_notices({}, {"a", "b"}), (Words{"a", "b"}));
        QCOMPARE(new_notices({"a", "b"}, {"a", "b", "c"}), Words{"c"});
        QCOMPARE(new_notices({"a", "b"}, {"b", "c"}), Words{"c"});
        QCOMPARE(new_notices({"a", "a"}, {"a", "a", "a"}), Words{"a"});
        QCOMPARE(new_notices({"a"}, {"a"}), Words{});
    }

    void ten_silent_seconds_are_no_signal_and_a_clip_lights_for_one() {
        SilenceWatch watch;
        watch.hear(-120, 100);
        watch.hear(-120, 109.9);
        QVERIFY(!watch.silent());
        watch.hear(-61, 110);
        QVERIFY(watch.silent());
        watch.hear(0, 111);
        QVERIFY(!watch.silent() && watch.clipped());
        watch.hear(-20, 112.1);
        QVERIFY(!watch.clipped());
    }

    void the_beat_lamp_fades_over_the_beat_and_is_dim_while_unsure() {
        QCOMPARE(beat_light(0, 1), 1.0);
        QVERIFY(beat_light(0.5, 1) < beat_light(0.1, 1));
        QVERIFY(beat_light(0, 0.2) < 0.3);
        QCOMPARE(beat_light(1, 1), 0.0);
    }

    void one_lamp_of_four_is_lit() {
        BeatLamps lamps;
        lamps.show_beat(6.0, 1.0);
        QCOMPARE(lamps.light(2), 1.0);
        for (std::size_t other : {0u, 1u, 3u}) QCOMPARE(lamps.light(other), 0.0);
        lamps.show_beat(-1.0, 1.0);
        QCOMPARE(lamps.light(3), 1.0);
    }

    void an_uncertain_tempo_says_so() {
        QCOMPARE(bpm_text(128.04, 0.9), QString("128.0"));
        QCOMPARE(bpm_text(128.04, 0.3), QString("128.0 ?"));
        QCOMPARE(bpm_text(0, 0.9), QString("–"));
    }

    void a_lost_device_is_named() {
        ShowStatus status;
        status.audio.state = "lost";
        status.audio.device = "Stage box";
        QCOMPARE(sound_words(status, false).text, QString("Lost: waiting for Stage box"));
        QVERIFY(sound_words(status, false).alert);
        status.audio.state = "running";
        QCOMPARE(sound_words(status, true).text, QString("No signal"));
    }

    void the_output_waits_for_its_own_display() {
        QCOMPARE(output_state(false, "HDMI-1", {"eDP-1", "HDMI-1"}), OutputState::kHidden);
        QCOMPARE(output_state(true, "HDMI-1", {"eDP-1", "HDMI-1"}), OutputState::kShown);
        QCOMPARE(output_state(true, "HDMI-1", {"eDP-1"}), OutputState::kLost);
    }

    void the_table_of_actions_is_in_order_and_no_key_has_two_meanings() {
        std::set<QString> keys;
        std::size_t index = 0;
        for (const ActionRow& row : action_table()) {
            QCOMPARE(static_cast<std::size_t>(row.action), index++);
            QVERIFY2(!keys_of(row).isEmpty(), row.name);
            for (const QKeySequence& key : keys_of(row)) {
                QVERIFY2(!key.isEmpty() && key[0].key() != Qt::Key_unknown, row.name);
                QVERIFY2(keys.insert(key.toString()).second, qPrintable(key.toString()));
            }
        }
    }
};

QTEST_MAIN(WordsTest)
#include "words_test.moc"
