/** The sentences of the report forms. */
(function (pm) {
  "use strict";

  pm.addWords({
    "send.later": "{words} Sẽ gửi lại khi có mạng.",
    "send.sending": "Đang gửi…",
    "send.saving": "Đang lưu…",

    "report.nodraft": "Trình duyệt không giữ được bản nháp trên máy này.",
    "report.restored": "Đã mở lại bản nháp lúc {when}.",
    "report.drop": "Bỏ bản nháp",
    "report.same": "không đổi",
    "report.reason": "Vì sao vẫn đúng?",
    "report.saved": "Đã lưu báo cáo.",
    "report.doubts": "Có số đọc được hai cách. Hãy xem cách đọc ghi bên ô, rồi bấm Lưu lần nữa.",
    "report.reload": "Tải lại, giữ bản nháp",

    "sheet.unread": "Chưa đọc được",
    "sheet.row": "Dòng",
    "sheet.clearance": "Việc",
    "sheet.read": "Đọc được",
    "sheet.store": "Lưu tất cả {n} dòng",
    "sheet.good": "Tệp đọc được, chưa lưu",
    "sheet.faults": "Còn {n} chỗ phải sửa, chưa lưu gì",
    "sheet.stored": "Đã lưu {n} báo cáo.",
    "sheet.reading": "Đang đọc tệp…",
  });
})(window.projectmap);
