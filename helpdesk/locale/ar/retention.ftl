### Legal holds, and what goes when.

error-hold-scope = حدّد ما يشمله التعليق: شخصًا أو طلبات أو أيامًا.
error-hold-days = هذا اليوم يسبق اليوم الأول.
error-hold-review = اختر يومًا بعد اليوم.
