"""The *Expense management* workspace as a designer builds it: what is said of it, and the clicks that say it.

What the product's own package has and this has not, or has beside it, stands with its reason in
``test_expense_by_clicks.py``.
"""

from __future__ import annotations

from collections.abc import Sequence

from playwright.sync_api import Locator, expect

from tests.e2e.drawing_board import tick
from tests.e2e.workbench import Wanted, Workbench

CATEGORY, REPORT, EXPENSE, RECEIPT = (
    f"entities/{name}/fields" for name in ("expense_category", "expense_report", "expense", "receipt")
)
MINE = "Those that belong to me"
LAST_FIRST, FIRST_FIRST = "Highest first", "Lowest first"
LOOSE = "AND(ISME([Owner]), ISBLANK([Report]))"
TO_APPROVE = 'AND([Status] = "Submitted", NOTME([Owner]))'


def make_entities(board: Workbench) -> None:
    """Describe categories, reports, expenses and receipts, and refine their fields."""
    board.add_entity(
        "Expense category", "Expense categories", "Name", [Wanted("Receipt required", "Yes or no")]
    )
    board.icon_of_entity("tag")
    refine(board, f"{CATEGORY}/name", longest=60)
    board.switch("No two alike")
    begins_as(board, f"{CATEGORY}/receipt_required", "Yes")

    board.add_entity("Expense report", "Expense reports", "Purpose", REPORT_FIELDS)
    board.icon_of_entity("wallet", personal=True)
    refine(board, f"{REPORT}/purpose", longest=120)
    refine(board, f"{REPORT}/destination", longest=80)
    board.move(f"{REPORT}/report_number", -1)
    board.fill("Begins with", "ER-")
    refine(board, f"{REPORT}/status", required=True)
    for choice, colour in STATUS_COLOURS.items():
        board.pick(f"Colour of {choice}", colour)
    begins_as(board, f"{REPORT}/status", "Draft")
    together(board, f"{REPORT}/to", "From")
    for name in ("decided_by", "decided", "comment"):
        together(board, f"{REPORT}/{name}", "Status")

    board.add_entity("Expense", "Expenses", "Merchant", EXPENSE_FIELDS)
    board.icon_of_entity("receipt", personal=True)
    refine(board, f"{EXPENSE}/merchant", longest=120)
    board.move(f"{EXPENSE}/merchant", 3)
    for name in ("category", "date", "amount"):
        refine(board, f"{EXPENSE}/{name}", required=True)
    begins_as(board, f"{EXPENSE}/paid_with", "My own money")

    board.add_entity("Receipt", "Receipts", "What it is for", RECEIPT_FIELDS)
    board.icon_of_entity("image", personal=True)
    refine(board, f"{RECEIPT}/what_it_is_for", longest=120)
    refine(board, f"{RECEIPT}/photo", required=True)


REPORT_FIELDS = (
    Wanted("Report number", "Automatic number"),
    Wanted("Employee", "Lookup", "Person"),
    Wanted("Destination", "Text"),
    Wanted("From", "Date"),
    Wanted("To", "Date"),
    Wanted("Total", "Money"),
    Wanted("Status", "Choice", "Draft, Submitted, Approved, Rejected"),
    Wanted("Submitted", "Date and time"),
    Wanted("Decided by", "Lookup", "Person"),
    Wanted("Decided", "Date and time"),
    Wanted("Comment", "Long text"),
)
STATUS_COLOURS = {"Draft": "Slate", "Submitted": "Blue", "Approved": "Green", "Rejected": "Red"}
EXPENSE_FIELDS = (
    Wanted("Report", "Lookup", "Expense report"),
    Wanted("Category", "Lookup", "Expense category"),
    Wanted("Date", "Date"),
    Wanted("Amount", "Money"),
    Wanted("Paid with", "Choice", "My own money, Company card"),
    Wanted("Receipt", "Photo"),
    Wanted("Note", "Long text"),
)
RECEIPT_FIELDS = (
    Wanted("Photo", "Photo"),
    Wanted("Date", "Date"),
    Wanted("Expense", "Lookup", "Expense"),
    Wanted("Note", "Long text"),
)


def make_lists(board: Workbench) -> None:
    """Make the pages of each entity at once, a fourth list, and what the lists show."""
    for many in ("Expense reports", "Expenses", "Receipts"):
        board.add_page("A list, a page and actions", many)
    board.add_page("A list", "Expense reports")

    board.list_of("expense_report_list", "Expense reports", "wallet")
    board.rows_look(
        beneath=["Report number", "From"],
        search=["Purpose", "Report number", "Destination"],
        sort=("From", LAST_FIRST),
        figure="Total",
        badge="Status",
    )
    for name, choices in VIEWS.items():
        add_view(board, name, choices)
    board.which_rows(MINE, "No reports yet. Start one with New report.")

    board.list_of("expense_list", "Not reported yet", "receipt")
    board.rows_look(
        beneath=["Category · Name", "Date"],
        search=["Merchant", "Category · Name"],
        sort=("Date", LAST_FIRST),
        figure="Amount",
        picture="Receipt",
    )
    board.which_rows(LOOSE, "Everything is on a report.")

    board.list_of("receipt_list", "Receipts", "camera")
    board.rows_look(beneath=["Date"], search=["What it is for"], sort=("Date", LAST_FIRST), picture="Photo")
    board.which_rows(MINE, "No receipts yet. Take a photo of one.")

    board.list_of("expense_reports_list", "To approve", "check")
    board.rows_look(
        beneath=["Employee · Name", "Submitted"],
        search=["Purpose", "Employee · Name", "Report number"],
        sort=("Submitted", FIRST_FIRST),
        figure="Total",
        badge="Status",
    )
    board.which_rows(TO_APPROVE, "Nothing waits for you.")
    board.choose("pages/expense_reports_list")
    board.switch("Its count on the tile")


VIEWS: dict[str, Sequence[str]] = {
    "Drafts": ("Draft", "Rejected"),
    "Submitted": ("Submitted",),
    "Approved": ("Approved",),
}


def add_view(board: Workbench, name: str, choices: Sequence[str]) -> None:
    """Add a chip that narrows the list to some statuses."""
    new = board.properties.get_by_label("New view")
    new.fill(name)
    new.press("Enter")
    line = board.group("Views").get_by_role("listitem").last
    expect(line.get_by_label(f"{name} shows")).to_be_visible()
    line.get_by_label(f"{name} shows").select_option(label="Status is one of")
    tick_only(line, choices)


def tick_only(within: Locator, choices: Sequence[str]) -> None:
    """Tick some choices and no other; the first of all is ticked at the start."""
    for choice in choices:
        if not within.get_by_role("checkbox", name=choice).is_checked():
            tick(within, choice)
    if "Draft" not in choices:
        within.get_by_text("Draft", exact=True).click()
        expect(within.get_by_role("checkbox", name="Draft")).not_to_be_checked()


def make_details(board: Workbench) -> None:
    """Lay out the three pages of one record."""
    board.choose("pages/expense_report")
    board.say("Title", "Report")
    facts, more = (f"pages/expense_report/blocks/{block}" for block in ("facts", "more"))
    board.arrange(facts, "Fields", *SUMMARY)
    board.choose(more)
    board.say("Heading", "Decision")
    board.arrange(more, "Decision", "Submitted", "Decided by", "Decided", "Comment")
    board.add_block("expense_report", "A list", rows_of="Expenses (Report)")
    board.move("pages/expense_report/blocks/expense", -1)
    board.rows_look(
        beneath=["Category · Name", "Date"],
        search=[],
        sort=("Date", FIRST_FIRST),
        figure="Amount",
        picture="Receipt",
    )
    board.say("Heading", "Expenses")
    board.say("Text when empty", "No expenses on this report yet.")

    facts, more = (f"pages/expense/blocks/{block}" for block in ("facts", "more"))
    board.arrange(facts, "Fields", "Merchant", "Amount", "Category", "Date", "Paid with", "Report")
    board.choose(f"{facts}/fields/report")
    board.pick("A tap opens", "Report")
    board.choose(more)
    board.say("Heading", "Receipt")

    board.remove("pages/receipt/blocks", "more")
    facts = "pages/receipt/blocks/facts"
    board.arrange(facts, "Fields", "What it is for", "Photo", "Date", "Expense", "Note")
    board.choose(f"{facts}/fields/expense")
    board.pick("A tap opens", "Expense")


SUMMARY = ("Purpose", "Report number", "Status", "Employee", "Destination", "From", "To", "Total")


def make_forms(board: Workbench) -> None:
    """Say what is entered when records are created, edited and deleted."""
    decided = ("employee", "status", "submitted", "decided_by", "decided", "comment")
    form(board, "create_expense_report", "New report", without=(*decided, "total"))
    begin_with(board, "Status", "Employee")
    board.switch("On the landing page as well")
    form(board, "edit_expense_report", "Edit", without=(*decided, "total"))
    deletion(board, "expense_report", "Delete this report?")

    form(board, "create_expense", "Quick expense", without=("report", "paid_with", "note"))
    begin_with(board, "Date")
    board.switch("On the landing page as well")
    board.pick("Afterwards shows", "The page it came from")
    form(board, "edit_expense", "Edit")
    deletion(board, "expense", "Delete this expense?")

    form(board, "create_receipt", "Capture receipt", without=("expense",))
    begin_with(board, "Date")
    board.switch("On the landing page as well")
    board.pick("Afterwards shows", "The page it came from")
    board.more()
    board.icon("camera")
    board.move("actions/create_receipt/fields/photo", -1)
    form(board, "edit_receipt", "Edit")
    deletion(board, "receipt", "Delete this receipt?")

    board.add_action("expense_report", "Creates a record", "Expenses", "Add expense")
    begin_with(board, "Date")
    board.pick("Afterwards shows", "The page it came from")


def make_steps(board: Workbench) -> None:
    """Let a report be submitted, approved and rejected, and put its actions in order."""
    step(board, "Submit", "Submitted", when=("Draft", "Rejected"), look="Positive", icon="upload")
    board.pick("Set a field", "Submitted")
    for name, status, comment, look, icon in (
        ("Approve", "Approved", "Yes, it may be left empty", "Positive", "check"),
        ("Reject", "Rejected", "Yes, it is required", "Danger", "x"),
    ):
        step(board, name, status, when=("Submitted",), look=look, icon=icon)
        board.pick("Ask for a comment", comment)
        for field in ("Decided by", "Decided", "Comment"):
            board.pick("Set a field", field)
    board.choose("pages/expense_report")
    for name, steps in (("Submit", 3), ("Approve", 3), ("Reject", 3), ("Add expense", 2)):
        board.raise_in("Actions on this page", name, steps)


def step(board: Workbench, name: str, status: str, *, when: Sequence[str], look: str, icon: str) -> None:
    """Add a business step that puts the status at a value, where it holds one of some others."""
    board.add_action("expense_report", "Sets fields at a press", "Expense reports", name)
    board.pick("Set a field", "Status")
    board.pick("Value of Status", status)
    board.pick("Only when", "Status")
    tick_only(board.group("holds one of"), when)
    board.more()
    board.pick("Look", look)
    board.icon(icon)


def form(board: Workbench, action: str, label: str, without: Sequence[str] = ()) -> None:
    """Name a form and take fields off it."""
    board.remove(f"actions/{action}/fields", *without)
    board.choose(f"actions/{action}")
    board.say("Label", label)


def begin_with(board: Workbench, *fields: str) -> None:
    """Let a new record begin with what the fields usually begin with: the first choice, the user, the day."""
    for field in fields:
        board.pick("Set a field", field)


def deletion(board: Workbench, entity: str, question: str) -> None:
    """Say what is asked before a record is deleted."""
    board.choose(f"actions/delete_{entity}")
    board.say("Question before it is done", question)


def refine(board: Workbench, address: str, *, longest: int = 0, required: bool = False) -> None:
    """Say what a field takes."""
    board.choose(address)
    if longest:
        board.fill("Most characters", str(longest))
    if required:
        board.switch("Required")


def begins_as(board: Workbench, address: str, value: str) -> None:
    """Give a field a value to begin with."""
    board.choose(address)
    board.more()
    board.pick("Begins as", value)


def together(board: Workbench, address: str, other: str) -> None:
    """Let a field be chosen as one with another when two people have changed them."""
    board.choose(address)
    board.more()
    board.pick("Chosen together with", other)


def make_rules(board: Workbench) -> None:
    """Compute the total, ask for a receipt above an amount, and refuse what makes no sense."""
    board.choose(f"{REPORT}/total")
    board.write_rule("Computed by", "SUM([Expenses].[Amount])")
    board.choose(f"{EXPENSE}/receipt")
    board.choose_by_formula("Required when", WITH_RECEIPT)
    board.choose("entities/expense")
    sentence = board.properties.get_by_label("What to say when it does not hold")
    sentence.fill(POSITIVE)
    sentence.press("Enter")
    board.write_formula('[Amount] > MONEY(0, "EUR")')
    board.pick("Said at", "Amount")
    board.choose("actions/submit")
    board.choose_by_formula("Offered when", "COUNT([Expenses]) > 0")


WITH_RECEIPT = 'AND([Category].[Receipt required], [Amount] > MONEY(25, "EUR"))'
POSITIVE = "The amount must be above zero."


def make_additions(board: Workbench) -> None:
    """Add what the ready-made one has not: expenses as lines of their report, a page of them; and Swedish."""
    board.choose("actions/create_expense_report")
    board.pick("Add lines of…", "Expenses")
    board.add_page("A list", "Expenses")
    board.say("Title", ALL_EXPENSES)
    board.switch("Hidden on the landing page")
    board.choose("pages/expenses_list/blocks/rows")
    board.more()
    board.pick("Belongs to", "Report")
    board.add_block("expense_report", "A link to a page", opens=ALL_EXPENSES)
    expect(board.properties.get_by_role("switch", name="Show how many")).to_be_checked()
    board.page.get_by_role("button", name="Translations").click()
    sheet = board.page.get_by_role("dialog")
    for english, swedish in SWEDISH.items():
        sheet.get_by_label("Search texts").fill(english)
        sheet.get_by_label(f"sv: Title of {english}").fill(swedish)
    sheet.get_by_role("button", name="Close").click()
    expect(sheet).to_be_hidden()


ALL_EXPENSES = "All expenses of the report"
SWEDISH = {
    "Expense reports": "Reseräkningar",
    "Not reported yet": "Inte redovisat ännu",
    "To approve": "Att godkänna",
}
