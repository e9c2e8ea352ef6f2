#include <QAbstractButton>
#include <QComboBox>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QPushButton>
#include <QTemporaryFile>
#include <QtTest>

#include "tests/ui/clipping.h"
#include "tests/ui/fake_show.h"
#include "ui/control_column.h"
#include "ui/growing_edit.h"
#include "ui/key_sheet.h"
#include "ui/main_window.h"
#include "ui/notice_line.h"
#include "ui/output_control.h"
#include "ui/preview_panel.h"
#include "ui/prompt_panel.h"
#include "ui/stage_row.h"
#include "ui/theme.h"

using namespace chladni;

namespace {

ShowStatus busy_status() {
    ShowStatus status;
    status.audio = {"running", "Stage box 18i20 USB", "", 154112, 3, -6.1};
    status.transport = TransportStatus{11, 12, 3599, 3600};
    status.tempo = {174.5, 0.42, 6.84, 0.84, "tracker"};
    status.gen = {"replaced", "pattern", "The model hung; the pattern generator took over.", 1.4, 4410, 5520, 12.3, 120, 40, 28};
    status.midi.ports = {"nanoKONTROL2"};
    status.midi.last = "cc 16/127 = 127";
    status.record = {"recording", "/tmp/film.mp4", 754};
    status.render.fps = 60;
    status.latency.audio_to_photon_ms = 31;
    return status;
}

}  // namespace

class WindowTest : public QObject {
    Q_OBJECT

    std::unique_ptr<Show> show;
    std::unique_ptr<MainWindow> window;

private Q_SLOTS:
    void initTestCase() { theme::apply(*qApp); }

    void init() {
        show = std::make_unique<Show>(ShowConfig{});
        fake(*show).status = busy_status();
        window = std::make_unique<MainWindow>(*show, std::vector<std::filesystem::path>{"/looks/slow-water.json", "/looks/b.json"});
        window->resize(960, 516);  // 1920x1080 at 200 %, less a title bar
        window->show();
        QVERIFY(QTest::qWaitForWindowExposed(window.get()));
        window->activateWindow();
        window->refresh();
        QCoreApplication::processEvents();
    }

    void cleanup() {
        window.reset();
        show.reset();
    }

    void no_text_is_clipped() {
        const QStringList clipped = clipped_in(*window);
        QVERIFY2(clipped.isEmpty(), qPrintable(clipped.join("\n")));
        QVERIFY(window->width() <= 960 && window->height() <= 516);
    }

    void no_text_on_the_sheet_is_clipped_and_it_lists_every_action() {
        KeySheet sheet;
        sheet.show();
        QVERIFY(QTest::qWaitForWindowExposed(&sheet));
        QVERIFY2(clipped_in(sheet).isEmpty(), qPrintable(clipped_in(sheet).join("\n")));
        QStringList texts;
        for (const QLabel* label : sheet.findChildren<QLabel*>()) texts << label->text();
        for (const ActionRow& row : action_table()) QVERIFY2(texts.contains(row.name) && texts.contains(key_text(row)), row.name);
    }

    void the_menus_hold_every_action_with_the_keys_of_the_table() {
        for (const ActionRow& row : action_table()) {
            const QAction* action = window->action(row.action);
            QVERIFY(action);
            QCOMPARE(action->shortcuts(), keys_of(row));
            QVERIFY(window->menuBar()->actions()[static_cast<qsizetype>(row.menu)]->menu()->actions().contains(action));
        }
    }

    void keys_act() {
        QTest::keyClick(window.get(), Qt::Key_B);
        QCOMPARE(show->params().get(ParamId::kBlackout), 1.0f);
        QTest::keyClick(window.get(), Qt::Key_F7);
        QCOMPARE(show->params().get(ParamId::kFreeze), 1.0f);
        QTest::keyClick(window.get(), Qt::Key_Space);
        QCOMPARE(fake(*show).taps, 1);
        QTest::keyClick(window.get(), Qt::Key_N);
        QCOMPARE(fake(*show).preset, std::string("/looks/slow-water.json"));
        QTest::keyClick(window.get(), Qt::Key_Escape, Qt::ShiftModifier);
        QCOMPARE(fake(*show).panics, 1);
    }

    void letters_are_silent_while_somebody_types_and_function_keys_are_not() {
        window->act(StageAction::kEditPrompt);
        GrowingEdit* prompt = window->column()->prompt()->prompt();
        QVERIFY(prompt->hasFocus());
        QTest::keyClicks(prompt, "b f n");
        QCOMPARE(prompt->toPlainText(), QString("b f n"));
        QCOMPARE(show->params().get(ParamId::kBlackout), 0.0f);
        QCOMPARE(fake(*show).taps, 0);
        QTest::keyClick(prompt, Qt::Key_F8);
        QCOMPARE(show->params().get(ParamId::kBlackout), 1.0f);
        QTest::keyClick(prompt, Qt::Key_Return);
        QCOMPARE(fake(*show).prompts.first, std::string("b f n"));
        QVERIFY(!prompt->hasFocus());
    }

    void a_dropped_sound_becomes_the_input_and_a_dropped_look_is_loaded() {
        QTemporaryFile sound("XXXXXX.wav"), look("XXXXXX.json");
        QVERIFY(sound.open() && look.open());
        for (const QTemporaryFile* file : {&sound, &look}) {
            QMimeData data;
            data.setUrls({QUrl::fromLocalFile(QFileInfo(*file).absoluteFilePath())});
            QDragEnterEvent enter(QPoint(20, 20), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
            QCoreApplication::sendEvent(window.get(), &enter);
            QDropEvent drop(QPointF(20, 20), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
            QCoreApplication::sendEvent(window.get(), &drop);
        }
        QCOMPARE(fake(*show).input, "file:" + QFileInfo(sound).absoluteFilePath().toStdString());
        QCOMPARE(fake(*show).preset, QFileInfo(look).absoluteFilePath().toStdString());
    }

    void record_begins_a_film_under_a_free_name_and_ends_it() {
        QVERIFY(window->stage()->record()->isChecked());
        QCOMPARE(window->stage()->record()->text(), QString("● 12:34"));
        QTest::mouseClick(window->stage()->record(), Qt::LeftButton);
        QCOMPARE(fake(*show).recorded, std::string());
        fake(*show).status.record = {"off", "", 0};
        window->refresh();
        QVERIFY(!window->stage()->record()->isChecked());
        QTest::keyClick(window.get(), Qt::Key_F10);
        const QString film = QString::fromStdString(fake(*show).recorded);
        QVERIFY(film.endsWith(".mp4"));
        QVERIFY(!QFile::exists(film) && QFileInfo(film).dir().exists());
    }

    void a_film_that_is_asked_for_keeps_its_name_though_it_is_not_on_the_disk_yet() {
        fake(*show).status.record = {"off", "", 0};
        window->act(StageAction::kRecord);
        const std::string first = fake(*show).recorded;
        window->act(StageAction::kRecord);
        QVERIFY(fake(*show).recorded != first);
    }

    void a_screenshot_without_a_picture_is_a_notice_and_no_end() {
        fake(*show).refusal = "expected a running picture to take a screenshot of, there is none";
        QTest::keyClick(window.get(), Qt::Key_S);
        QCOMPARE(window->notices()->newest()->text().toStdString(), fake(*show).refusal);
    }

    void a_quit_by_the_socket_closes_the_window() {
        fake(*show).quits = true;
        window->refresh();
        QVERIFY(!window->isVisible());
    }

    void without_vulkan_a_message_stands_where_the_picture_would() {
        window->start_picture();
        QVERIFY(window->preview()->message()->isVisible());
        QVERIFY(window->preview()->message()->text().contains("expected a Vulkan driver"));
        window->act(StageAction::kFullScreen);
        QVERIFY(!window->output()->wanted());
        QVERIFY(window->notices()->newest()->text().contains("expected"));
    }

    void the_show_is_told_that_the_window_lives_and_the_picture_stops_before_the_window() {
        const int before = fake(*show).alive;
        window->refresh();
        QCOMPARE(fake(*show).alive, before + 1);
        window.reset();
        QVERIFY(fake(*show).stops > 0);
    }

    void a_stop_request_closes_the_window() {
        std::stop_source stop;
        MainWindow second(*show, {}, stop.get_token());
        second.show();
        stop.request_stop();
        second.refresh();
        QVERIFY(!second.isVisible());
    }
};

QTEST_MAIN(WindowTest)
#include "window_test.moc"
