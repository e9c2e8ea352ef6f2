#include <QContextMenuEvent>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QWheelEvent>
#include <QtTest>
#include <set>

#include "tests/ui/fake_show.h"
#include "ui/fader.h"
#include "ui/model_panel.h"
#include "ui/param_button.h"
#include "ui/param_rows.h"
#include "ui/param_slider.h"
#include "ui/param_spin.h"
#include "ui/param_toggle.h"
#include "ui/switch.h"

using namespace chladni;

namespace {

void drag(QWidget* widget, int dx, Qt::KeyboardModifiers modifiers) {
    const QPoint from = widget->rect().center(), to = from + QPoint(dx, 0);
    QTest::mousePress(widget, Qt::LeftButton, modifiers, from);
    QMouseEvent move(QEvent::MouseMove, to, widget->mapToGlobal(to), Qt::NoButton, Qt::LeftButton, modifiers);
    QApplication::sendEvent(widget, &move);
    QTest::mouseRelease(widget, Qt::LeftButton, modifiers, to);
}

void wheel(QWidget* widget, int notches, Qt::KeyboardModifiers modifiers) {
    const QPoint at = widget->rect().center();
    QWheelEvent event(at, widget->mapToGlobal(at), {}, {0, 120 * notches}, Qt::NoButton, modifiers, Qt::NoScrollPhase, false);
    // As from a hand: only such a wheel travels on to the widget around, and sendEvent() would take the mark away.
    QSpontaneKeyEvent::setSpontaneous(&event);
    qApp->notify(widget, &event);
}

}  // namespace

class ParamsTest : public QObject {
    Q_OBJECT

    Show show{ShowConfig{}};
    float at(ParamId id) { return show.params().get(id); }

private Q_SLOTS:
    void init() { show.params().set_all(initial_values()); }

    void dragging_moves_from_where_the_fader_stands_and_shift_is_ten_times_finer() {
        ParamSlider slider(show, ParamId::kFxGlow);
        slider.resize(400, 30);
        slider.show();
        drag(slider.fader(), 0, Qt::NoModifier);
        QCOMPARE(at(ParamId::kFxGlow), 0.3f);
        drag(slider.fader(), 50, Qt::NoModifier);
        const float plain = at(ParamId::kFxGlow) - 0.3f;
        show.params().set(ParamId::kFxGlow, 0.3f);
        slider.refresh();
        drag(slider.fader(), 50, Qt::ShiftModifier);
        QVERIFY(plain > 0.05f);
        QCOMPARE_LE(std::abs(at(ParamId::kFxGlow) - 0.3f - plain / 10), 1e-4f);
    }

    void arrow_keys_step_and_home_and_end_reach_the_bounds() {
        ParamSlider slider(show, ParamId::kAudioScale);
        QTest::keyClick(slider.fader(), Qt::Key_Right);
        QCOMPARE(at(ParamId::kAudioScale), 1.06f);
        QTest::keyClick(slider.fader(), Qt::Key_Left, Qt::ShiftModifier);
        QCOMPARE(at(ParamId::kAudioScale), 1.054f);
        QTest::keyClick(slider.fader(), Qt::Key_End);
        QCOMPARE(at(ParamId::kAudioScale), 3.0f);
        QTest::keyClick(slider.fader(), Qt::Key_Home);
        QCOMPARE(at(ParamId::kAudioScale), 0.0f);
    }

    void the_wheel_steps_and_shift_is_fine() {
        ParamSlider slider(show, ParamId::kFxGlow);
        slider.show();
        wheel(slider.fader(), 2, Qt::NoModifier);
        QCOMPARE(at(ParamId::kFxGlow), 0.34f);
        wheel(slider.fader(), -1, Qt::ShiftModifier);
        QCOMPARE(at(ParamId::kFxGlow), 0.338f);
        ParamSpin spin(show, ParamId::kSteps);
        spin.show();
        wheel(spin.spin(), 1, Qt::NoModifier);
        QCOMPARE(at(ParamId::kSteps), 5.0f);
    }

    void the_right_button_learns_forgets_and_resets() {
        ParamSlider slider(show, ParamId::kFxGlow);
        slider.show();
        show.params().set(ParamId::kFxGlow, 0.9f);
        const QSignalSpy learn(&slider, &ParamControl::learn_wanted);
        QContextMenuEvent click(QContextMenuEvent::Mouse, slider.rect().center(), slider.mapToGlobal(slider.rect().center()));
        QApplication::sendEvent(&slider, &click);
        const QMenu* menu = slider.findChild<QMenu*>();
        QVERIFY(menu);
        for (QAction* action : menu->actions()) action->trigger();
        QCOMPARE(learn.count(), 1);
        QVERIFY(fake(show).forgotten == ParamId::kFxGlow);
        QCOMPARE(at(ParamId::kFxGlow), 0.3f);
    }

    void a_double_click_resets() {
        ParamSlider slider(show, ParamId::kFxGlow);
        slider.show();
        show.params().set(ParamId::kFxGlow, 0.9f);
        QTest::mouseDClick(slider.fader(), Qt::LeftButton);
        QCOMPARE(at(ParamId::kFxGlow), 0.3f);
        ParamSpin spin(show, ParamId::kSteps);
        spin.show();
        show.params().set(ParamId::kSteps, 30);
        spin.refresh();
        QTest::mouseDClick(spin.spin()->findChild<QLineEdit*>(), Qt::LeftButton);
        QCOMPARE(at(ParamId::kSteps), 4.0f);
        QCOMPARE(spin.spin()->value(), 4);
    }

    void a_typed_value_is_taken_with_its_unit_and_out_of_range_is_clamped() {
        ParamSlider slider(show, ParamId::kGainDb);
        slider.show();
        for (auto [typed, stored] : {std::pair("-6,5 dB", -6.5f), std::pair("3", 3.0f), std::pair("99", 24.0f), std::pair("loud", 24.0f)}) {
            slider.field()->setText(typed);
            QTest::keyClick(slider.field(), Qt::Key_Return);
            QCOMPARE(at(ParamId::kGainDb), stored);
        }
        QCOMPARE(slider.field()->text(), QString("24.0 dB"));
    }

    void a_control_follows_the_store() {
        ParamSlider slider(show, ParamId::kFxAmount);
        ParamToggle toggle(show, ParamId::kFill);
        ParamButton button(show, ParamId::kFreeze, "Freeze");
        show.params().set(ParamId::kFxAmount, 0.25f);
        show.params().set(ParamId::kFill, 1);
        show.params().set(ParamId::kFreeze, 1);
        for (ParamControl* control : {static_cast<ParamControl*>(&slider), static_cast<ParamControl*>(&toggle),
                                      static_cast<ParamControl*>(&button)})
            control->refresh();
        QCOMPARE(slider.fader()->position(), 0.25);
        QCOMPARE(slider.field()->text(), QString("0.25"));
        QVERIFY(toggle.button()->isChecked());
        QVERIFY(button.button()->isChecked());
    }

    void switches_and_buttons_reach_the_store() {
        ParamToggle toggle(show, ParamId::kFlashLimit);
        toggle.button()->click();
        QCOMPARE(at(ParamId::kFlashLimit), 0.0f);
        QTest::keyClick(toggle.button(), Qt::Key_Return);
        QCOMPARE(at(ParamId::kFlashLimit), 1.0f);
        ParamButton button(show, layer_param(3), "3");
        button.button()->click();
        QCOMPARE(at(layer_param(3)), 0.0f);
    }

    void every_row_of_a_group_has_a_control_with_help_and_id_in_its_tooltip() {
        ParamRows rows(show, ParamGroup::kEffects);
        std::size_t expected = 0;
        for (const ParamRow& row : param_table()) expected += row.group == ParamGroup::kEffects;
        QCOMPARE(rows.controls().size(), expected);
        for (const ParamControl* control : rows.controls()) {
            QVERIFY(control->toolTip().contains(QString::fromStdString(std::string(control->row().id))));
            QVERIFY(control->toolTip().contains(QString::fromStdString(std::string(control->row().help))));
        }
    }

    void the_dice_draws_a_seed_inside_its_range() {
        ModelPanel panel(show);
        std::set<float> seeds;
        for (int i = 0; i < 20; ++i) {
            panel.new_seed();
            seeds.insert(at(ParamId::kSeed));
        }
        QVERIFY(seeds.size() > 15);
        QVERIFY(*seeds.begin() >= 0 && *seeds.rbegin() <= 9999999);
    }
};

QTEST_MAIN(ParamsTest)
#include "params_test.moc"
