#include <QAbstractButton>
#include <QImage>
#include <QLabel>
#include <QPushButton>
#include <QtTest>

#include "tests/ui/clipping.h"
#include "tests/ui/fake_show.h"
#include "ui/band_view.h"
#include "ui/beat_lamps.h"
#include "ui/bottom_strip.h"
#include "ui/listening_panel.h"
#include "ui/main_window.h"
#include "ui/onset_view.h"
#include "ui/sure_bar.h"
#include "ui/tempo_panel.h"
#include "ui/theme.h"

using namespace chladni;

namespace {

HeardHop hop_at(double at_s, float onset = 0.0f) {
    HeardHop hop;
    hop.at = Seconds{at_s};
    hop.features.onset = onset;
    return hop;
}

HeardHop beat_at(double heard_s, double beat_s, bool downbeat) {
    HeardHop hop = hop_at(heard_s);
    hop.beat = true;
    hop.downbeat = downbeat;
    hop.beat_time = Seconds{beat_s};
    return hop;
}

// 120 BPM in four: beat n at n / 2 seconds, bars from beat 2 on.
Listening listening_at(double now_s, float confidence = 0.9f) {
    Listening sound;
    sound.now = Seconds{now_s};
    sound.grid.downbeat = 2;
    sound.grid.confidence = confidence;
    sound.grid.source = BeatSource::kTracker;
    return sound;
}

QImage picture_of(OnsetView& view) {
    QImage image(view.size(), QImage::Format_RGB32);
    view.render(&image);
    return image;
}

/// Which widgets of a window are painted.
class Painted : public QObject {
public:
    explicit Painted(QWidget& window) {
        for (QWidget* widget : window.findChildren<QWidget*>()) widget->installEventFilter(this);
        window.installEventFilter(this);
    }
    QSet<QObject*> painted;

protected:
    bool eventFilter(QObject* object, QEvent* event) override {
        if (event->type() == QEvent::Paint) painted << object;
        return false;
    }
};

/// Paints at once what waits to be painted.
void paint_now(QWidget& window) {
    QCoreApplication::sendPostedEvents();
    QEvent request(QEvent::UpdateRequest);
    QCoreApplication::sendEvent(&window, &request);
}

/// Whether a refresh with nothing new paints nothing, after what the opening of the window had left to paint.
bool is_still(MainWindow& window) {
    QCoreApplication::processEvents();
    paint_now(window);
    Painted count(window);
    window.refresh();
    paint_now(window);
    return count.painted.isEmpty();
}

}  // namespace

class ListeningTest : public QObject {
    Q_OBJECT

    std::unique_ptr<Show> show;
    std::unique_ptr<MainWindow> window;

    void open(int width, int height) {
        window->resize(width, height);
        window->show();
        QVERIFY(QTest::qWaitForWindowExposed(window.get()));
        window->activateWindow();
        window->act(StageAction::kListening);
        window->refresh();
        QCoreApplication::processEvents();
        QVERIFY(window->listening()->isVisible());
    }

private Q_SLOTS:
    void initTestCase() { theme::apply(*qApp); }

    void init() {
        show = std::make_unique<Show>(ShowConfig{});
        fake(*show).status.tempo = {174.5, 0.42, 6.84, 0.84, "tracker", 4, 2.84};
        window = std::make_unique<MainWindow>(*show, std::vector<std::filesystem::path>{});
    }

    void cleanup() {
        window.reset();
        show.reset();
    }

    void eight_seconds_are_kept_and_no_more() {
        OnsetScroll scroll;
        Listening sound = listening_at(20.0);
        for (int i = 0; i < 2000; ++i) sound.hops.push_back(hop_at(0.01 * (i + 1), 0.5f));
        sound.hops.push_back(beat_at(20.0, 11.9, false));
        sound.hops.push_back(beat_at(20.0, 12.5, true));
        scroll.take(sound);
        QVERIFY(scroll.moments().front().at_s >= 12.0 && scroll.moments().front().at_s < 12.02);
        QCOMPARE(scroll.announced().size(), std::size_t(1));
        QVERIFY(scroll.announced().front().downbeat);
    }

    void the_beats_to_come_are_those_of_the_grid_that_nobody_announced() {
        OnsetScroll scroll;
        Listening sound = listening_at(10.1);
        sound.hops.push_back(beat_at(10.1, 10.5, false));
        scroll.take(sound);
        const auto beats = scroll.predicted();
        QCOMPARE(beats.size(), std::size_t(3));  // 11, 11.5, 12; 10.5 is announced, 12.5 too far
        QCOMPARE(beats[0].at_s, 11.0);
        QCOMPARE(beats[2].at_s, 12.0);
        QVERIFY(beats[0].downbeat && !beats[1].downbeat);  // beat 22 is 2 + 5 bars of 4
    }

    void nothing_is_foreseen_without_a_beat_or_confidence() {
        OnsetScroll scroll;
        scroll.take(listening_at(10.0, 0.01f));
        QVERIFY(scroll.predicted().empty());
        Listening nobody = listening_at(10.0);
        nobody.grid.source = BeatSource::kNone;
        scroll.take(nobody);
        QVERIFY(scroll.predicted().empty());
        QCOMPARE(scroll.beat_light(), 0.0);
    }

    void time_that_goes_back_begins_anew() {
        OnsetScroll scroll;
        Listening sound = listening_at(10.0);
        sound.hops = {hop_at(9.9), hop_at(10.0)};
        scroll.take(sound);
        sound = listening_at(1.0);
        sound.hops = {hop_at(0.99), hop_at(1.0)};
        scroll.take(sound);
        QCOMPARE(scroll.moments().size(), std::size_t(2));
    }

    void beats_stand_where_their_time_is_and_the_curve_where_its_onsets_are() {
        OnsetView view;
        view.resize(700, 120);
        Listening sound = listening_at(10.0);
        for (int i = 300; i < 1000; ++i) sound.hops.push_back(hop_at(0.01 * i, i >= 500 && i < 510 ? 1.0f : 0.0f));
        sound.hops.push_back(beat_at(10.0, 7.25, true));
        view.show_sound(sound);
        const QImage picture = picture_of(view);
        const auto colour_at = [&](double time_s, int y) { return picture.pixelColor(static_cast<int>(view.x_of(time_s)), y); };
        QVERIFY(colour_at(7.25, 20).red() > 150 && colour_at(7.25, 20).blue() < 110);  // the accent, over the curve
        QCOMPARE(colour_at(6.75, 20), QColor(theme::kNight));
        QVERIFY(colour_at(5.02, 60).green() > colour_at(5.02, 60).red() + 15);          // within the hill
        QCOMPARE(colour_at(5.6, 60), QColor(theme::kNight));
        QCOMPARE(view.x_of(10.0 + OnsetScroll::kFuture_s), 700.0);
    }

    void numbers_that_are_none_are_painted_as_nothing() {
        OnsetView view;
        BandView bands;
        view.resize(300, 80);
        Listening sound = listening_at(10.0);
        const float kNaN = std::numeric_limits<float>::quiet_NaN();
        for (int i = 0; i < 100; ++i) sound.hops.push_back(hop_at(9.0 + 0.01 * i, kNaN));
        view.show_sound(sound);
        QVERIFY(!picture_of(view).isNull());
        FeatureFrame frame;
        frame.bands.fill(kNaN);
        frame.loudness_lufs = kNaN;
        bands.show_frame(frame);
        QImage image(200, 100, QImage::Format_RGB32);
        bands.render(&image);
        QCOMPARE(loudness_text(static_cast<double>(kNaN)), QString("silence"));
        QCOMPARE(loudness_text(-70.0), QString("silence"));
        QCOMPARE(loudness_text(-12.34), QString("−12.3 LUFS"));
    }

    void every_button_is_a_hand_on_the_beat() {
        open(1280, 800);
        ListeningPanel* page = window->listening();
        QTest::mouseClick(page->button(StageAction::kTap), Qt::LeftButton);
        QCOMPARE(fake(*show).taps, 1);
        const std::pair<StageAction, BeatCommand> hands[] = {{StageAction::kNudgeEarlier, BeatCommand::kNudgeEarlier},
                                                             {StageAction::kNudgeLater, BeatCommand::kNudgeLater},
                                                             {StageAction::kHalve, BeatCommand::kHalve},
                                                             {StageAction::kDouble, BeatCommand::kDouble},
                                                             {StageAction::kResync, BeatCommand::kResync},
                                                             {StageAction::kFollow, BeatCommand::kFollow}};
        for (const auto& [action, command] : hands) {
            fake(*show).beats.clear();
            QTest::mouseClick(page->button(action), Qt::LeftButton);
            window->action(action)->trigger();
            QCOMPARE(fake(*show).beats, (std::vector{command, command}));
        }
    }

    void hold_is_pressed_while_the_show_holds() {
        ListeningPanel page(*show);
        page.show();
        QPushButton* hold = page.button(StageAction::kHold);
        QTest::mouseClick(hold, Qt::LeftButton);
        QVERIFY(hold->isChecked());
        ShowStatus status;
        status.tempo.source = "hold";
        page.show_status(status);
        QVERIFY(hold->isChecked());
        page.flip_hold();
        QCOMPARE(fake(*show).beats, (std::vector{BeatCommand::kHold, BeatCommand::kFollow}));
        status.tempo.source = "clock";  // it leads, and the show holds nothing
        page.flip_hold();
        page.show_status(status);
        QVERIFY(!hold->isChecked());
        QCOMPARE(fake(*show).beats.size(), std::size_t(3));  // what is shown commands nothing
    }

    void keys_open_the_page_and_are_hands_too() {
        open(1280, 800);
        QTest::keyClick(window.get(), Qt::Key_Comma);
        QTest::keyClick(window.get(), Qt::Key_Period);
        QTest::keyClick(window.get(), Qt::Key_D);
        QCOMPARE(fake(*show).beats, (std::vector{BeatCommand::kNudgeEarlier, BeatCommand::kNudgeLater, BeatCommand::kResync}));
        QTest::keyClick(window.get(), Qt::Key_L);
        QVERIFY(!window->listening()->isVisible());
        QVERIFY(!window->strip()->tempo()->listening()->isChecked());
        QTest::mouseClick(window->strip()->tempo()->listening(), Qt::LeftButton);
        QVERIFY(window->listening()->isVisible());
    }

    void tempo_and_confidence_are_said() {
        open(1280, 800);
        QCOMPARE(window->listening()->bpm()->text(), QString("174.5 ?"));
        QCOMPARE(window->listening()->sure()->confidence(), 0.42);
        QCOMPARE(window->listening()->sure()->colour(), QColor(theme::kAccent));
        fake(*show).status.tempo.confidence = 0.2;
        window->refresh();
        QCOMPARE(window->listening()->sure()->colour(), QColor(theme::kBad));
        fake(*show).status.tempo.confidence = std::numeric_limits<double>::quiet_NaN();
        window->refresh();
        QCOMPARE(window->listening()->sure()->confidence(), 0.0);
    }

    void no_text_is_clipped_in_a_small_window_nor_in_a_large_one() {
        open(960, 516);
        QVERIFY2(clipped_in(*window).isEmpty(), qPrintable(clipped_in(*window).join("\n")));
        QVERIFY2(window->width() <= 960 && window->height() <= 516, qPrintable(QStringLiteral("%1x%2").arg(window->width()).arg(window->height())));
        window->resize(1600, 900);
        QCoreApplication::processEvents();
        QVERIFY2(clipped_in(*window).isEmpty(), qPrintable(clipped_in(*window).join("\n")));
    }

    void a_refresh_with_nothing_new_paints_nothing() {
        open(1280, 800);
        window->act(StageAction::kListening);
        QTRY_VERIFY(is_still(*window));
    }

    void what_moves_is_painted_and_nothing_else() {
        open(1280, 800);
        fake(*show).sound = listening_at(1.0);
        QTRY_VERIFY(is_still(*window));
        fake(*show).sound.hops.push_back(hop_at(1.0));  // from here on no timer runs
        Painted count(*window);
        window->listening()->refresh();
        paint_now(*window);
        QVERIFY(count.painted.contains(window->listening()->onsets()) && count.painted.contains(window->listening()->bands()));
        for (QObject* other : {static_cast<QObject*>(window.get()), static_cast<QObject*>(window->strip()), static_cast<QObject*>(window->listening()),
                               static_cast<QObject*>(window->centralWidget())})
            QVERIFY2(!count.painted.contains(other), other->metaObject()->className());
    }

    void a_page_that_nobody_sees_asks_for_nothing() {
        open(1280, 800);
        QTRY_VERIFY(fake(*show).listens > 3);
        QVERIFY(window->listening()->listens());
        window->act(StageAction::kListening);
        const int then = fake(*show).listens;
        window->refresh();
        QVERIFY(!window->listening()->listens());
        QCOMPARE(fake(*show).listens, then);
    }

    void lamps_are_as_many_as_the_bar_has_beats() {
        BeatLamps lamps;
        lamps.show_beat(2.0, 1.0, 3);
        QCOMPARE(lamps.light(2), 1.0);
        lamps.show_beat(3.0, 1.0, 3);
        QCOMPARE(lamps.light(0), 1.0);
        QCOMPARE(lamps.light(2), 0.0);
    }
};

QTEST_MAIN(ListeningTest)
#include "listening_test.moc"
