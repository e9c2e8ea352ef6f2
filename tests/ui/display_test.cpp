// The program in a real window on a real display, software Vulkan under the validation layer: what the screen shows.
#include <QGuiApplication>
#include <QImage>
#include <QLocalSocket>
#include <QPixmap>
#include <QProcess>
#include <QScreen>
#include <QTemporaryDir>
#include <QtTest>

namespace {

constexpr int kPatience_ms = 30000;

QImage screen() { return QGuiApplication::primaryScreen()->grabWindow(0).toImage().convertToFormat(QImage::Format_RGB32); }

// How many different colours the middle of the picture on the stage has, on a coarse grid.
int colours_in(const QImage& shot) {
    QSet<QRgb> colours;
    for (int y = shot.height() / 8; y < shot.height() / 2; y += 8)
        for (int x = shot.width() / 16; x < shot.width() / 3; x += 8) colours.insert(shot.pixel(x, y));
    return static_cast<int>(colours.size());
}

}  // namespace

class DisplayTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void the_window_shows_a_moving_picture_and_the_validation_layer_says_nothing() {
        if (QGuiApplication::platformName() != "xcb") QSKIP("expected an X display, such as xvfb-run gives; there is none");
        QProcess program;
        program.start(CHLADNI_PROGRAM, {"live", "--validation", "--generator", "pattern", "--silent", "--midi-api", "jack"});
        QVERIFY(program.waitForStarted());
        QTRY_VERIFY_WITH_TIMEOUT(colours_in(screen()) > 100, kPatience_ms);
        const QImage first = screen();
        QTRY_VERIFY_WITH_TIMEOUT(screen() != first && colours_in(screen()) > 100, kPatience_ms);
        program.terminate();
        QVERIFY(program.waitForFinished(kPatience_ms));
        QCOMPARE(program.exitStatus(), QProcess::NormalExit);
        QCOMPARE(program.exitCode(), 0);
        const QString said = QString::fromUtf8(program.readAllStandardError());
        QVERIFY2(!said.contains("Vulkan"), qPrintable(said));
    }

    void a_lost_gpu_is_replaced_in_the_same_window() {
        if (QGuiApplication::platformName() != "xcb") QSKIP("expected an X display, such as xvfb-run gives; there is none");
        const QTemporaryDir folder;
        QProcess program;
        program.start(CHLADNI_PROGRAM, {"live", "--validation", "--generator", "pattern", "--silent", "--midi-api", "jack", "--lose-gpu-every", "20",
                                        "--status-socket", folder.filePath("show.sock")});
        QVERIFY(program.waitForStarted());
        QLocalSocket status;
        QTRY_VERIFY_WITH_TIMEOUT((status.abort(), status.connectToServer(folder.filePath("show.sock")), status.waitForConnected(100)), kPatience_ms);
        QByteArray told;
        QTRY_VERIFY_WITH_TIMEOUT((told += status.readAll()).contains("draws the picture now"), kPatience_ms);
        QTRY_VERIFY_WITH_TIMEOUT(colours_in(screen()) > 100, kPatience_ms);
        const QImage first = screen();
        QTRY_VERIFY_WITH_TIMEOUT(screen() != first && colours_in(screen()) > 100, kPatience_ms);
        program.terminate();
        QVERIFY(program.waitForFinished(kPatience_ms));
        QCOMPARE(program.exitCode(), 0);
        const QString said = QString::fromUtf8(program.readAllStandardError());
        QVERIFY2(!said.contains("Vulkan"), qPrintable(said));
    }
};

int main(int argc, char** argv) {
    if (qEnvironmentVariableIsEmpty("DISPLAY")) qputenv("QT_QPA_PLATFORM", "offscreen");
    QGuiApplication app(argc, argv);
    DisplayTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "display_test.moc"
