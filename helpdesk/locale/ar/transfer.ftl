### نقل النشاط إلى شركة أخرى

nav-transfer = نقل النشاط
privacy-transfer = نقل النشاط
privacy-transfer-what = حين ينتقل النشاط إلى شركة أخرى: كل ما يُحتفظ به قانونًا بعدُ، مختومًا بمفتاحها، ومعه بيان بالمحتويات.
purpose-transfer = في أرشيف الشركة التي تتسلّم النشاط
purpose-passed-on = نُقل مع النشاط
system-use-transfer = { $kind }: في أرشيف الشركة التي تتسلّم النشاط، { $times }، آخرها { $last }
ledger-passed-on = نُقل إلى { $successor } مع النشاط في { $day }
ledger-passed-on-ground = الأساس القانوني: { $ground }
ledger-passed-on-texts = { $n ->
    [zero] لا رسائل
    [one] رسالة واحدة مع ما فيها من بيانات
    [two] رسالتان مع ما فيهما من بيانات
    [few] { $n } رسائل مع ما فيها من بيانات
    [many] { $n } رسالة مع ما فيها من بيانات
   *[other] { $n } رسالة مع ما فيها من بيانات
 }
copy-passed-on = ما نُقل مع النشاط
copy-successor = الشركة

transfer-heading = نقل النشاط
transfer-lede = حين ينتقل النشاط إلى شركة أخرى تتسلّم ما يُحتفظ به قانونًا بعدُ ولا شيء سواه. لا يفتح الأرشيفَ إلا مفتاحُها، ويعلم بذلك كل من فيه.
transfer-all = كل عمليات النقل
transfer-none = لم يُنقل شيء.
transfer-none-what = يبدأ النقل من الأسفل، ولا يُعدّ شيء حتى يوافق عليه شخص آخر.
transfer-new = نقل جديد
transfer-ask = طلب موافقة شخص آخر
transfer-what-goes = يُنقل: الأشخاص وطلباتهم مع بياناتهم مفتوحة، ومدة الاحتفاظ بكل منها، والسياسة والشروط، وأعداد الاستبيانات. ويبقى: ما مُحي أو انقضت مدته، وما لا يُبقيه إلا تعليق قانوني، وكلمات المرور والمفاتيح والرموز، وأنواع البيانات التي لا تُفتح لأحد بحكم السياسة.

## الحقول
transfer-field-successor = الشركة التي تتسلّم
transfer-hint-successor = كما هي مسجلة. سيقرؤه كل من تُنقل بياناته.
transfer-field-ground = الأساس القانوني
transfer-hint-ground = العقد أو القانون وتاريخه. سيقرؤه كل من تُنقل بياناته.
transfer-field-recipient = مفتاح الشركة العام
transfer-hint-recipient = يبدأ بـ { $start } ويصنعه { $program }. اقرأه بالهاتف على من تعرفه هناك: فمن يملك نصفه السري يقرأ كل شيء.
transfer-field-sure = التأكيد
transfer-sure = طابقتُ المفتاح مع شخص في الشركة.
transfer-field-form = النموذج
error-transfer-recipient = هذا ليس مفتاحًا عامًا كاملًا. انسخه مرة أخرى من خطاب الشركة.
error-transfer-sure = ضع علامة هنا للمتابعة.
error-transfer-stale = مُحيت بيانات شخص بعد إعداد هذا الأرشيف، فحُذف، ويُعدّ الآن أرشيف من دونها.

## الحالات
transfer-state-waiting = ينتظر الموافقة
transfer-state-lapsed = انقضت مدته
transfer-state-declined = رُفض
transfer-state-making = قيد الإعداد
transfer-state-ready = جاهز
transfer-state-ended = انتهى
transfer-column-number = الرقم
transfer-column-state = الحالة
transfer-column-successor = الشركة
transfer-column-requests = الطلبات
transfer-column-fetched = تاريخ التسليم

## نقل واحد
transfer-what = المطلوب
transfer-asked = طلبه
transfer-agreed = وافق عليه
transfer-declined = رفضه
transfer-decide-what = إن وافقت أُعدّ الأرشيف فورًا. لا يحصل عليه إلا من طلبه، ولا تفتحه إلا الشركة.
transfer-approve = موافقة
transfer-decline = رفض
transfer-own = يجب أن يوافق شخص آخر: مسؤول خصوصية آخر أو مسؤول نظام.
transfer-archive = الأرشيف
transfer-queued = سيُعدّ بعد لحظات.
transfer-making = يجري إعداده: { $done } من { $persons } من الأشخاص.
transfer-refresh = تحديث
transfer-persons = الأشخاص الذين جرى فحص بياناتهم
transfer-details = البيانات المفتوحة
transfer-left-out = ما تُرك، وأسبابه في بيان المحتويات
transfer-size = الحجم
transfer-megabytes = { $size } ميغابايت
transfer-manifest = بيان المحتويات، وفيه بصمة كل ملف:
transfer-file-hash = الملف المختوم:
transfer-fetch-what = يبقى الملف هنا حتى { $time }. ومع أول تنزيل يقرأ كل من فيه في سجله أن بياناته نُقلت.
transfer-fetch = تنزيل الأرشيف المختوم
transfer-fetched = سُلّم أول مرة في { $time }.
transfer-gone = حُذف الأرشيف.
transfer-end = إنهاء هذا النقل
transfer-end-what = يُحذف الأرشيف أو لا يُعدّ أبدًا. وما نُزّل من قبل يبقى لدى الشركة.
transfer-end-sure = نعم، أنهِه.
transfer-end-now = إنهاء وحذف
