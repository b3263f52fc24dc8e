### إصدارات الشروط وإشعار الخصوصية

versions-all = كل الإصدارات
versions-heading-terms = إصدارات الشروط
versions-heading-notice = إصدارات إشعار الخصوصية
versions-back-terms = شروط الاستخدام
versions-back-notice = إشعار الخصوصية
versions-other-terms = إصدارات إشعار الخصوصية
versions-other-notice = إصدارات الشروط
versions-lede = كل إصدار نُشر وما غيّره كل منها. لا يُعدَّل أي إصدار ولا يُحذف.
versions-published = نُشر في { $time }
versions-in-force = الساري الآن
versions-first = هذا أول إصدار.
versions-none = لم يُنشر شيء بعد.
versions-text = النص الكامل لهذا الإصدار
versions-hash = البصمة
versions-legend = الكلمات المسطَّر تحتها أُضيفت، والمشطوبة حُذفت.
diff-new = أُضيف:
diff-gone = حُذف:
diff-end = انتهى
diff-unchanged = { $n ->
        [zero] لا فقرات دون تغيير
        [one] فقرة واحدة دون تغيير
        [two] فقرتان دون تغيير
        [few] { $n } فقرات دون تغيير
        [many] { $n } فقرة دون تغيير
       *[other] { $n } فقرة دون تغيير
    }
terms-changed-on = تغيّرت الشروط في { $day }.
terms-what-changed = ما الذي تغيّر
accepted-heading = ما فُتح هذا الطلب بموجبه
accepted-terms = الشروط المقبولة: الإصدار { $number }
accepted-notice = إشعار الخصوصية المعروض: الإصدار { $number }
error-terms-number-taken = تختلف هذه الشروط عن المنشورة بالرقم نفسه. يُعطى لها رقم خاص بها في السياسة.

## صفحة مسؤول الخصوصية
nav-versions = الإصدارات
privacy-versions = الشروط والإشعار
privacy-versions-what = ما هو منشور، وما الذي سيتغيّر، وإلى أي حد أُبلغ العملاء.
versions-manage-lede = يُنشر الإصدار مرة واحدة ويبقى. تصل إلى العملاء الذين نحتفظ بطلباتهم رسالة بلا محتوى، ويُسألون مرة واحدة قبل طلبهم التالي.
versions-nothing = المنشور هو ما تقوله القواعد اليوم، وليس هناك ما يُنشر.
versions-differs-terms = الشروط: سيُنشر الإصدار { $number }
versions-differs-notice = إشعار الخصوصية: سيُنشر الإصدار { $number }
versions-publish = النشر وإبلاغ العملاء
versions-confirm = قرأت ما سيتغيّر باللغتين.
versions-told = الإبلاغ بالبريد
versions-told-none = لم يُبلَّغ بأي تغيير بعد.
versions-told-what-terms = الشروط
versions-told-what-notice = إشعار الخصوصية
versions-told-what-both = الشروط وإشعار الخصوصية
versions-told-progress = أُرسل { $sent }، وينتظر { $waiting }، من أصل { $promised }
versions-told-going = الإبلاغ جارٍ
versions-told-done = أُبلغ الجميع
versions-told-stopped = أُوقف
versions-stop = إيقاف الرسائل
error-versions-confirm = يُرجى تأكيد أنك قرأت ما سيتغيّر.
