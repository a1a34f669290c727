"""The journal's names of records, as people say them."""

from kernel.i18n import _

RECORDS = {
    "admissions": _("入馆记录"),
    "ash_deposits": _("骨灰寄存"),
    "belongings": _("随身物品"),
    "bill_lines": _("账单项目"),
    "bills": _("账单"),
    "bookings": _("预约"),
    "case_papers": _("证明材料"),
    "cases": _("案件"),
    "certificate_batches": _("空白火化证明批次"),
    "certificate_blanks": _("空白火化证明"),
    "certificate_stock_counts": _("空白火化证明盘点"),
    "charges": _("费用"),
    "claimants": _("经办人"),
    "corrections": _("登记内容更正"),
    "counters": _("编号计数"),
    "cremation_certificates": _("火化证明"),
    "cremation_runs": _("火化记录"),
    "death_counts": _("死亡人口"),
    "deceased": _("逝者"),
    "drafts": _("家属填写内容"),
    "farewells": _("告别仪式"),
    "idempotency_keys": _("提交记录"),
    "identity_photos": _("遗体识别照片"),
    "institutions": _("机构"),
    "niches": _("格位"),
    "occupancies": _("日程占用"),
    "payments": _("收款"),
    "photo_looks": _("照片查看记录"),
    "plans": _("日程"),
    "plates": _("铭牌"),
    "print_jobs": _("打印任务"),
    "printers": _("打印机"),
    "receipts": _("收据"),
    "resources": _("告别厅或火化机"),
    "sites": _("骨灰堂"),
    "staff": _("工作人员"),
    "storage_extensions": _("延期存放手续"),
    "tariff_items": _("收费项目"),
    "transfer_orders": _("派车单"),
    "unclaimed_remains": _("无人认领遗体"),
    "unclaimed_rungs": _("无人认领办理程序"),
    "unclaimed_sign_offs": _("部门意见"),
    "unclaimed_steps": _("无人认领办理步骤"),
    "waiver_policies": _("减免政策"),
}


def say_record(table: str) -> str:
    return str(RECORDS.get(table, _("其他记录")))
