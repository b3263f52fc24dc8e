### إشعارات الخدمة: الصفحة العامة والكتابة والإرسال

nav-notices = إشعارات الخدمة
notices-heading = إشعارات الخدمة
notices-lede = أعطال وصيانة وفواتير وتغييرات. لا شيء هنا عن شخص بعينه.
notices-current = الآن
notices-past = سابقًا
notices-none = لا إشعارات الآن
notices-begins = يبدأ: { $time } بالتوقيت العالمي
notices-ends = ينتهي: { $time } بالتوقيت العالمي
notices-kind-outage = عطل
notices-kind-maintenance = صيانة
notices-kind-billing = فواتير
notices-kind-change = تغيير

## الكتابة
notices-manage-lede = الإشعار عام ويصل بالبريد إلى من يوجَّه إليهم. ترى عددهم ولا ترى من هم.
notices-new = إشعار جديد
notices-revise = تعديل المسودة
notices-keep = حفظ ومعاينة
notices-field-kind = النوع
notices-field-title_en = العنوان بالإنجليزية
notices-field-text_en = النص بالإنجليزية
notices-field-title_ar = العنوان بالعربية
notices-field-text_ar = النص بالعربية
notices-field-begins = يبدأ (بالتوقيت العالمي)
notices-field-ends = ينتهي (بالتوقيت العالمي)
notices-field-aim = من يصله بالبريد
notices-field-category = الموضوع
notices-field-domain = النطاق
notices-public-hint = يقرؤه الجميع. الإشعار الذي فيه بيانات خاصة يُرفض.
notices-domain-hint = تُحفظ بصمته فقط حتى تُوعد الرسائل. لتعديل مسودة موجهة إلى نطاق أدخله من جديد.
notices-aim-everyone = كل من له طلب مفتوح
notices-aim-category = من لهم طلب مفتوح في موضوع
notices-aim-domain = من لهم طلب مفتوح عن نطاق

## الإرسال
notices-state-draft = مسودة
notices-state-sending = قيد الإرسال
notices-state-sent = أُرسل
notices-state-stopped = أُوقف
notices-reach-heading = إلى من يصل
notices-reach = { $n ->
    [zero] لا أحد
    [one] شخص واحد
    [two] شخصان
    [few] { $n } أشخاص
    [many] { $n } شخصًا
   *[other] { $n } شخص
}
notices-reach-few = أقل من { $few } أشخاص وربما لا أحد
notices-reach-note = العناوين التي لا تصلها الرسائل تُترك عند الإرسال. هذه رسالة خدمة ولا اعتراض عليها.
notices-send = نشر وإرسال
notices-discard = إلغاء المسودة
notices-stop = إيقاف الإرسال
notices-refresh = تحديث
notices-public = الصفحة العامة
notices-progress = سير الإرسال
notices-sent = أُرسلت
notices-waiting = تنتظر
notices-undelivered = لم تصل
notices-withdrawn = سُحبت

## الأخطاء
error-notice-kind = اختر نوع الإشعار.
error-notice-aim = اختر من يصله.
error-notice-time = أدخل يومًا ووقتًا مثل 2026-11-22T10:00.
error-notice-ends = يجب أن تكون النهاية بعد البداية.
error-notice-holds-details = الإشعار يقرؤه الجميع وفيه بيانات خاصة ({ $kinds }). احذفها.
