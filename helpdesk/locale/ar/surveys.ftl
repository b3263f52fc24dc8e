### الاستبيان: الأسئلة، وصندوق الإجابات، وما يراه المدير منها.
survey-optional = (اختياري)
survey-question-nps = ما احتمال أن توصي بنا غيرك؟
survey-question-effort = ما مدى سهولة حل طلبك؟
survey-question-thumbs = هل تطلب مساعدتنا مرة أخرى؟
survey-question-choice1 = اختيار واحد
survey-question-choice2 = اختيار واحد
thumbs-1 = نعم
thumbs-0 = لا
nps-low = 0: مستبعد تمامًا
nps-high = 10: مؤكد
effort-low = 1: صعب جدًّا
effort-high = 7: سهل جدًّا
survey-follow-up = هل نتواصل معك بشأن هذا؟
survey-follow-up-note = عند التحديد يُعاد فتح طلبك ويُذكر فيه أنك تود التواصل. ولا تظهر فيه إجاباتك.
survey-box-note = يمكنك تغيير إجابتك إلى أن تُحسب مع غيرها، ولمدة 7 أيام على الأكثر.
survey-change-note = أجبتَ عن هذا من قبل. وما ترسله الآن يحل محل إجابتك السابقة.
survey-changed = استُبدلت إجابتك السابقة.
survey-change-until = يمكنك تغييرها إلى أن تُحسب مع غيرها، ولمدة 7 أيام على الأكثر.
survey-change-link = تغيير إجابتي
survey-contact-message = أجبتُ عن سؤال الرضا وأود أن تتواصلوا معي بشأن هذا الطلب.
by-version = إصدار الأسئلة
by-heading-version = بحسب إصدار الأسئلة
group-merged = مجموعات صغيرة مدمجة
version-standard = الأسئلة الأصلية
tile-nps = مؤشر التوصية
tile-effort = السهولة (من 1 إلى 7)
tile-thumbs = يطلبنا مرة أخرى
interval = 95%: من { $low } إلى { $high }
before-up = أكثر بمقدار { $by } من الأسابيع السابقة
before-down = أقل بمقدار { $by } من الأسابيع السابقة
before-same = كما في الأسابيع السابقة
before-none = لا إجابات في الأسابيع السابقة
points = { $n ->
    [zero] { $n } نقطة
    [one] نقطة واحدة
    [two] نقطتين
    [few] { $n } نقاط
    [many] { $n } نقطة
   *[other] { $n } نقطة
  }
chart-table = الأرقام نفسها في جدول
results-week = الأسبوع
results-filter-all = الكل
results-export-csv = ملف CSV كما هو معروض
results-export-json = ملف JSON كما هو معروض
results-print = نسخة للطباعة
results-print-back = العودة إلى النتائج
results-questions-link = تعديل الأسئلة
batch-note = تُحسب الإجابات في دفعات، في كل دفعة خمس إجابات على الأقل من مجموعة واحدة. والمجموعة التي تبقى أصغر من ذلك 7 أيام تُدمج في مجموعة أوسع، فقد ينقص أرقام موظف أو فريق أو موضوع ما يشمله المجموع.
distribution-heading = الأسئلة الأخرى
distribution-question = السؤال
distribution-answers = الإجابات
distribution-values = عدد مرات كل قيمة
distribution-pair = { $value }: { $n }
comments-heading = التعليقات
comments-note = حُجبت البيانات الخاصة فيها قبل حفظها، وهي مرتبة بحسب الشهر وعشوائيًّا داخله، من مجموعات فيها خمس إجابات على الأقل. ولا ترتبط بأي إجابة.
comments-none = لا تعليقات في هذه الأشهر.
questions-heading = أسئلة الاستبيان
questions-note = لكل موضوع ولغة أسئلة خاصة، وإن لم توجد تُطرح أسئلة جميع المواضيع، وإلا فالأسئلة الأصلية. والحفظ ينشئ إصدارًا جديدًا، وما أُجيب عنه يبقى كما طُرح.
questions-all = جميع المواضيع
questions-version = الإصدار { $n }
questions-shipped = الأصلية
questions-edit = تعديل
questions-editing = الأسئلة: { $category }، { $language }
questions-text = النص (وإن تُرك فارغًا فالنص الأصلي)
questions-on = طرح هذا السؤال
questions-options = الخيارات، خيار في كل سطر، من 2 إلى 6
questions-kind-rating = الرضا، من 1 إلى 5 (يُطرح دائمًا)
questions-kind-nps = التوصية، من 0 إلى 10
questions-kind-effort = السهولة، من 1 إلى 7
questions-kind-thumbs = نعم أو لا
questions-kind-choice1 = سؤال اختيار أول
questions-kind-choice2 = سؤال اختيار ثانٍ
questions-kind-comment = تعليق
questions-preview = معاينة
questions-save = حفظ إصدار جديد
questions-back = العودة إلى الأسئلة
questions-saved = حُفظت الأسئلة، وتُطرح من الآن.
questions-preview-note = معاينة: لا يُرسل شيء من هنا.
error-questions-rating = يُطرح سؤال الرضا مرة واحدة، وكل سؤال آخر مرة على الأكثر.
error-questions-text = نص السؤال أطول من 200 حرف.
error-questions-empty = سؤال الاختيار يحتاج إلى نص.
error-questions-options = سؤال الاختيار يحتاج إلى خيارات من 2 إلى 6، لا يزيد أي منها على 80 حرفًا.
