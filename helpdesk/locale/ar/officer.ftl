### صفحة مسؤولي الخصوصية وإثبات سجل التدقيق وسجل المعالجين

privacy-waiting = بالانتظار:
officer-gauge-heading = مقياس الخصوصية لآخر 30 يومًا
officer-gauge-never = لم يُظهَر قط: { $share } من البيانات المحجوبة
officer-gauge-nothing = لم يُحجب شيء في هذه المدة.
officer-gauge-few = الطلبات أقل من أن يُذكر عدد لا يدل على أحد.
officer-gauge-hidden = بيانات حُجبت
officer-gauge-shown = أُظهرت لأحد
officer-gauge-opened = مرات الإظهار لغرض
officer-gauge-refused = مرات رُفض الإظهار
officer-gauge-under-five = أقل من 5 أو عدد قليل
privacy-ends-soon = { $n ->
    [zero] لا تنتهي مدة أي طلب في الأسابيع الأربعة المقبلة.
    [one] تنتهي مدة طلب واحد في الأسابيع الأربعة المقبلة.
    [two] تنتهي مدة طلبين في الأسابيع الأربعة المقبلة.
    [few] تنتهي مدة { $n } طلبات في الأسابيع الأربعة المقبلة.
    [many] تنتهي مدة { $n } طلبًا في الأسابيع الأربعة المقبلة.
   *[other] تنتهي مدة { $n } طلب في الأسابيع الأربعة المقبلة.
}

## الإثبات
proof-heading = إثبات سجل التدقيق
proof-entries = { $n ->
        [0] لم يُلحق أي قيد بالسلسلة بعد.
        [zero] لم يُلحق أي قيد بالسلسلة بعد.
        [one] قيد واحد ملحق بالسلسلة وموقَّع.
        [two] قيدان ملحقان بالسلسلة وموقَّعان.
        [few] { $number } قيود ملحقة بالسلسلة وموقَّعة.
        [many] { $number } قيدًا ملحقًا بالسلسلة وموقَّعًا.
       *[other] { $number } قيد ملحق بالسلسلة وموقَّع.
    }
proof-signed = آخر توقيع { $time }.
proof-check = تحقّق الآن
proof-whole = كل قيد من { $first } إلى { $last } يطابق ما قبله.
proof-nothing = لم يُلحق شيء بالسلسلة بعد، فلا شيء يُتحقق منه.
proof-broken = القيد { $position } لا يطابق: { $why } لم يغيّر هذا التحقق شيئًا.
proof-entry = القيد
proof-head = الرأس
proof-next = تُترك قاعدة البيانات كما هي، ويُتحقق من السجل كله من سطر الأوامر مع نقطة تحقق محفوظة في مكان آخر.
proof-outside = أما أن نهايته لم تُقتطع فلا تبيّنه إلا المقارنة بنقطة تحقق محفوظة في مكان آخر.
proof-fault-changed = غُيّر بعد إلحاقه بالسلسلة.
proof-fault-removed = حُذف بعد إلحاقه بالسلسلة.
proof-fault-missing = حُذف ما أُلحق هنا مع حلقاته.
proof-fault-foreign = أضافه من لا يملك حلقة المفاتيح.
proof-fault-moved = أُلحق في موضع آخر.
proof-fault-rewritten = أُعيدت كتابة السلسلة عنده أو قبله.
proof-fault-truncated = اقتُطعت السلسلة هنا.
proof-fault-unsigned = لا توقيع يشمله.
proof-fault-resigned = نقطة تحقق ليست بتوقيع هذا النظام.
proof-fault-checkpoint-missing = حُذفت نقطة تحقق.
proof-fault-stray = قيد خارج السلسلة: أُضيف من غير طريق السجل أو حُذفت حلقته.
proof-fault-ghost = حُذف قيد قبل إلحاقه بالسلسلة.

## المعالجون
nav-processors = المعالجون
privacy-processors = المعالجون
privacy-processors-what = من يتلقى خارجنا شيئًا من الطلب، ولماذا، وحتى متى، وكم مرة.
processors-lede = هؤلاء وحدهم يتلقون شيئًا، وهذه الحقول وحدها، ما دام عقدهم ساريًا. والأعداد لآخر 30 يومًا.
processors-export-note = يُسجَّل أنك أخذت هذا السجل.
processors-soon = ينتهي العقد خلال 60 يومًا.
processors-over = انتهى العقد، ولم يعد يُرسل شيء.
processors-delivered = ما سُلِّم
processors-counts = سُلِّم { $sent }، وينتظر { $waiting }، وتعذّر { $failed }
processors-last = آخرها { $time }
processors-not-called = يصله ما يصله بالبريد لا بالاستدعاء، ويُعدّ مع البريد.
processors-policy = كل هذا مستخرج من ملف السياسة.
