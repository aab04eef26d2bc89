/** The sentences of the table and the schedule. */
(function (pm) {
  "use strict";

  pm.addWords({
    "dock.count": "{n} dòng",
    "dock.close": "Đóng, về bản đồ",
    "dock.taller": "Mở cao hết khung",
    "dock.lower": "Thu thấp lại để thấy bản đồ",
    "dock.columns": "Chọn cột",
    "dock.columns.usual": "Về các cột thường dùng",
    "dock.empty": "Không có dòng nào khớp các bộ lọc này.",
    "dock.zoom": "Đưa bản đồ tới {id}",
    "dock.sort": "Sắp xếp theo {name}",
    "dock.none": "–",

    "col.id": "Mã",
    "col.name": "Tên",
    "col.kind": "Dự án hay GPMB",
    "col.appendix": "Phụ lục",
    "col.category": "Loại công trình",
    "col.funding_source": "Nguồn vốn",
    "col.start_year": "Bắt đầu",
    "col.finish_year": "Kết thúc",
    "col.clearance_state": "Giải phóng mặt bằng",
    "col.clearance_deadline": "Hạn GPMB",
    "col.days_late": "Ngày quá hạn",
    "col.progress_class": "Mức bàn giao",
    "col.progress_share": "Đã bàn giao",
    "col.reported_on": "Báo cáo mới nhất",
    "col.hotspot_rank": "Hạng điểm nóng",
    "col.areas": "Khu vực",
    "col.precision": "Vị trí",
    "col.radius_m": "Sai số",
    "col.link": "Dòng liên quan",
    "col.reason": "Vì sao chưa lên bản đồ",

    "gantt.project": "công trình",
    "gantt.clearance": "giải phóng mặt bằng",
    "gantt.today": "ngày {date}",
    "gantt.open": "đầu mút chưa ghi năm",
    "gantt.probable": "có lẽ cho công trình này",
    "gantt.filtered": "ngoài bộ lọc",
    "gantt.timeless": "Chưa ghi năm nào",
    "gantt.line": "{name}. {what}",
    "gantt.bar": "{kind} {id}: {years}",
  });
})(window.projectmap);
