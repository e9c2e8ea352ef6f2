#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QSlider>
#include <QtTest>

#include "tests/ui/fake_show.h"
#include "ui/beat_lamps.h"
#include "ui/generation_panel.h"
#include "ui/growing_edit.h"
#include "ui/input_combo.h"
#include "ui/layers_panel.h"
#include "ui/level_meter.h"
#include "ui/look_bar.h"
#include "ui/midi_panel.h"
#include "ui/notice_line.h"
#include "ui/param_button.h"
#include "ui/prompt_panel.h"
#include "ui/queue_bar.h"
#include "ui/sound_panel.h"
#include "ui/tempo_panel.h"
#include "ui/transport_row.h"

using namespace chladni;

class PanelsTest : public QObject {
    Q_OBJECT

    Show show{ShowConfig{}};

private Q_SLOTS:
    void init() {
        static_cast<ParameterStore&>(fake(show)).set_all(initial_values());
        fake(show).status = {};
        fake(show).prompts = {"ink", "text"};
    }

    void enter_applies_both_prompts_and_shift_enter_breaks_the_line() {
        PromptPanel panel(show);
        panel.prompt()->selectAll();
        QTest::keyClicks(panel.prompt(), "neon");
        QTest::keyClick(panel.prompt(), Qt::Key_Return, Qt::ShiftModifier);
        QTest::keyClicks(panel.prompt(), "tunnel");
        QCOMPARE(fake(show).prompts.first, std::string("ink"));
        QVERIFY(panel.apply_button()->isEnabled());
        QTest::keyClick(panel.prompt(), Qt::Key_Return);
        QCOMPARE(fake(show).prompts.first, std::string("neon\ntunnel"));
        QVERIFY(!panel.apply_button()->isEnabled());
        panel.negative()->setPlainText("blur");
        panel.apply_button()->click();
        QCOMPARE(fake(show).prompts.second, std::string("blur"));
    }

    void escape_brings_the_words_in_use_back() {
        PromptPanel panel(show);
        panel.prompt()->setPlainText("half a sen");
        QTest::keyClick(panel.prompt(), Qt::Key_Escape);
        QCOMPARE(panel.prompt()->toPlainText(), QString("ink"));
    }

    void words_of_a_look_appear_but_never_over_what_is_being_typed() {
        PromptPanel panel(show);
        fake(show).prompts.first = "plates";
        panel.refresh();
        QCOMPARE(panel.prompt()->toPlainText(), QString("plates"));
        panel.prompt()->setPlainText("my own");
        fake(show).prompts.first = "ink";
        panel.refresh();
        QCOMPARE(panel.prompt()->toPlainText(), QString("my own"));
    }

    void the_prompt_grows_with_its_words() {
        PromptPanel panel(show);
        panel.resize(300, 200);
        panel.show();
        const int low = panel.prompt()->height();
        panel.prompt()->setPlainText(QString("a long description ").repeated(9));
        QVERIFY(panel.prompt()->height() > low);
    }

    void there_is_a_button_for_each_layer_of_the_model() {
        LayersPanel panel(show);
        panel.set_layers(28);
        QCOMPARE(panel.buttons().size(), std::size_t(28));
        panel.set_layers(8);
        QCOMPARE(panel.buttons().size(), std::size_t(8));
        panel.buttons()[2]->button()->click();
        panel.refresh();
        QCOMPARE(panel.field()->text(), QString("0-1,3-7"));
        panel.set_layers(1000);
        QCOMPARE(panel.buttons().size(), kMaxLayers);
    }

    void ranges_switch_layers_and_wrong_ones_change_nothing() {
        LayersPanel panel(show);
        panel.set_layers(8);
        QSignalSpy refused(&panel, &LayersPanel::refused);
        panel.field()->setText("0-3,6");
        QTest::keyClick(panel.field(), Qt::Key_Return);
        QVERIFY(show.params().get(layer_param(6)) == 1 && show.params().get(layer_param(7)) == 0);
        panel.field()->setText("9");
        QTest::keyClick(panel.field(), Qt::Key_Return);
        QCOMPARE(refused.count(), 1);
        QVERIFY(refused[0][0].toString().contains("expected"));
        QVERIFY(show.params().get(layer_param(6)) == 1 && show.params().get(layer_param(7)) == 0);
    }

    void an_input_is_chosen_by_name_and_devices_are_listed_anew() {
        SoundPanel panel(show);
        fake(show).devices.push_back({"device:pulse:Fresh", "Fresh"});
        Q_EMIT panel.input()->about_to_open();
        const int row = panel.input()->findText("Fresh");
        QVERIFY(row > 0);
        Q_EMIT panel.input()->activated(row);
        QCOMPARE(fake(show).input, std::string("device:pulse:Fresh"));
        panel.choose("file:/music/track.flac");
        QCOMPARE(fake(show).input, std::string("file:/music/track.flac"));
        QCOMPARE(panel.input()->currentText(), QString("track.flac"));
        QSignalSpy asked(&panel, &SoundPanel::file_wanted);
        Q_EMIT panel.input()->activated(panel.input()->count() - 1);
        QCOMPARE(asked.count(), 1);
    }

    void the_meter_rises_at_once_and_falls_slowly_and_silence_is_said() {
        SoundPanel panel(show);
        ShowStatus status;
        status.audio.state = "running";
        status.audio.peak_db = -6;
        panel.show_status(status);
        QCOMPARE(panel.meter()->level_db(), -6.0);
        status.audio.peak_db = -120;
        status.time_s = 1.7;
        panel.show_status(status);
        QVERIFY(std::abs(panel.meter()->level_db() + 26) < 1e-9);
        status.time_s = 10;
        panel.show_status(status);
        QCOMPARE(panel.state()->text(), QString("No signal"));
    }

    void a_file_has_hands_and_a_device_has_none() {
        SoundPanel panel(show);
        panel.show();
        ShowStatus status;
        panel.show_status(status);
        QVERIFY(!panel.transport()->isVisible());
        status.transport = TransportStatus{1, 5, 65, 260};
        panel.show_status(status);
        QVERIFY(panel.transport()->isVisible());
        QCOMPARE(panel.transport()->time()->text(), QString("2 of 5   1:05 / 4:20"));
        QCOMPARE(panel.transport()->place()->value(), 250);
        panel.transport()->place()->setSliderDown(true);
        panel.transport()->place()->setValue(500);
        panel.show_status(status);
        QCOMPARE(panel.transport()->place()->value(), 500);  // not torn from the hand
        panel.transport()->place()->setSliderDown(false);
        QCOMPARE(fake(show).sought_s, 130.0);
        static_cast<ParamButton*>(panel.transport()->controls()[2])->button()->click();
        QCOMPARE(show.params().get(ParamId::kNextTrack), 1.0f);
    }

    void a_converter_that_clips_lights_the_lamp_for_a_second() {
        SoundPanel panel(show);
        ShowStatus status;
        status.audio.state = "running";
        status.audio.peak_db = -20;
        status.audio.clipped = 3;
        panel.show_status(status);
        QVERIFY(panel.meter()->clip_lamp());
        status.time_s = 1.1;
        panel.show_status(status);
        QVERIFY(!panel.meter()->clip_lamp());
    }

    void tap_reaches_the_show_and_lamps_follow_the_beat() {
        TempoPanel panel(show);
        QTest::mouseClick(panel.tap(), Qt::LeftButton);
        QCOMPARE(fake(show).taps, 1);
        ShowStatus status;
        status.tempo = {128, 0.9, 5.0, 0.0, "tracker", 4, 1.0};
        panel.show_status(status);
        QCOMPARE(panel.lamps()->light(1), 0.9);
        QCOMPARE(panel.bpm()->text(), QString("128.0"));
    }

    void a_hung_generator_is_bad_news_and_the_queue_fills_its_bar() {
        GenerationPanel panel;
        ShowStatus status;
        status.gen.state = "hung";
        status.gen.queue_s = 2.0;
        panel.show_status(status);
        QVERIFY(panel.state()->property("alert").toBool());
        QCOMPARE(panel.queue()->filled(), 0.5);
    }

    void a_chunk_tells_what_it_was_made_with() {
        GenerationPanel panel;
        ShowStatus status;
        status.gen.chunk_ms_p50 = 900;
        status.gen.chunk_ms_p95 = 1100;
        panel.show_status(status);
        QCOMPARE(panel.chunk()->text(), QString("chunk 900 / 1100 ms"));
        status.gen.steps = 2;
        status.gen.scale = 0.75;
        panel.show_status(status);
        QCOMPARE(panel.chunk()->text(), QString("chunk 900 / 1100 ms, 2 steps, 75 % size"));
    }

    void the_newest_notice_shows_and_none_is_told_twice() {
        NoticeLine line;
        ShowStatus status;
        status.notices = {"one", "two"};
        line.show_status(status);
        line.show_status(status);
        QCOMPARE(line.newest()->text(), QString("two"));
        line.say("three");
        QCOMPARE(line.list()->count(), 3);
        QCOMPARE(line.list()->item(0)->text(), QString("three"));
        status.notices = {"two", "four"};
        line.show_status(status);
        QCOMPARE(line.newest()->text(), QString("four"));
    }

    void learning_ends_with_the_next_message_or_on_cancel() {
        MidiPanel panel(show);
        panel.learn(ParamId::kFxZoom);
        QVERIFY(fake(show).learning == ParamId::kFxZoom);
        QVERIFY(panel.last()->text().contains("Zoom pulse"));
        ShowStatus status;
        status.midi.last = "cc 1/16 = 64";
        panel.show_status(status);
        QVERIFY(!panel.learning());
        panel.learn(ParamId::kFxHue);
        panel.learn(std::nullopt);
        QVERIFY(!fake(show).learning);
    }

    void looks_go_round_and_the_parameter_chooses_too() {
        LookBar bar(show, {"/looks/a.json", "/looks/b.json", "/looks/broken.json"});
        QSignalSpy failed(&bar, &LookBar::failed);
        bar.go(+1);
        QCOMPARE(fake(show).preset, std::string("/looks/a.json"));
        bar.go(-1);
        QCOMPARE(failed.count(), 1);
        QCOMPARE(show.params().get(ParamId::kLook), 2.0f);
        show.params().set(ParamId::kLook, 1);
        bar.refresh();
        QCOMPARE(fake(show).preset, std::string("/looks/b.json"));
        QCOMPARE(bar.names()->currentText(), QString("b"));
    }
};

QTEST_MAIN(PanelsTest)
#include "panels_test.moc"
