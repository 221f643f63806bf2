"""Small faults, put into a program one at a time. A check that is worth something notices nearly all of them."""

import ast

COMPARISONS = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
# The other one of these is the negation: no condition need be negated twice.
NEGATED_BY_OPERATOR = (ast.Eq, ast.NotEq, ast.Is, ast.IsNot, ast.In, ast.NotIn)
ARITHMETIC = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.BitXor: ast.BitAnd,
}
DROPPED = (ast.Expr, ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Delete, ast.Raise, ast.Assert, ast.Break, ast.Continue)


def make_mutants(source):
    """All mutants of a program, in the order of its lines: what was changed, and the tree. No two trees are the same."""
    tree = ast.parse(source)
    seen = {ast.dump(tree)}
    mutants = []
    for place, edits in _edits_of(tree):
        for description, put, take_back in edits:
            put()
            dump = ast.dump(tree)
            if dump not in seen:
                seen.add(dump)
                # Through text and back: every mutant is a tree of its own, and a program that somebody could write.
                mutants.append((place, description, ast.parse(ast.unparse(tree))))
            take_back()
    mutants.sort(key=lambda mutant: mutant[0])
    return [(f"line {line}: {description}", mutant) for (line, _), description, mutant in mutants]


def _edits_of(tree):
    skipped = _skipped(tree)
    for node in ast.walk(tree):
        if node in skipped:
            continue
        place = (getattr(node, "lineno", 0), getattr(node, "col_offset", 0))
        yield place, list(_operator_edits(node))
        yield place, list(_constant_edits(node))
        yield place, list(_condition_edits(node))
        yield place, list(_return_edits(node))
        for edits in _dropping_edits(node, skipped):
            yield edits


def _skipped(tree):
    """Nodes in which a change says nothing: docstrings, annotations, and how a value is formatted."""
    skipped = set()
    for node in ast.walk(tree):
        parts = []
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and _is_text(body[0]):
            parts.append(body[0])
        if isinstance(node, ast.FormattedValue) and node.format_spec is not None:
            parts.append(node.format_spec)
        for name in ("annotation", "returns"):
            if getattr(node, name, None) is not None:
                parts.append(getattr(node, name))
        for part in parts:
            skipped.update(ast.walk(part))
    return skipped


def _is_text(node):
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _replacing(owner, field, new, shown):
    """One edit: a field of a node gets another value. `shown` is the node that a reader is told about."""
    old = getattr(owner, field)

    def put():
        setattr(owner, field, new)

    def take_back():
        setattr(owner, field, old)

    before = _text(shown)
    put()
    after = _text(shown)
    take_back()
    return f"`{before}` becomes `{after}`", put, take_back


def _replacing_entry(entries, index, new, description):
    old = entries[index]

    def put():
        entries[index] = new

    def take_back():
        entries[index] = old

    return description, put, take_back


def _text(node):
    if isinstance(node, (ast.If, ast.While)):
        return f"{'if' if isinstance(node, ast.If) else 'while'} {ast.unparse(node.test)}"
    return ast.unparse(node).split("\n")[0]


def _operator_edits(node):
    match node:
        case ast.Compare(ops=ops):
            for index, operator in enumerate(ops):
                new = ops[:index] + [COMPARISONS[type(operator)]()] + ops[index + 1 :]
                yield _replacing(node, "ops", new, node)
        case ast.BoolOp(op=operator):
            yield _replacing(node, "op", ast.Or() if isinstance(operator, ast.And) else ast.And(), node)
        case ast.BinOp(op=operator) | ast.AugAssign(op=operator) if type(operator) in ARITHMETIC:
            yield _replacing(node, "op", ARITHMETIC[type(operator)](), node)
        case ast.UnaryOp(op=ast.USub()):
            yield _replacing(node, "op", ast.UAdd(), node)


def _constant_edits(node):
    if not isinstance(node, ast.Constant):
        return
    value = node.value
    if isinstance(value, bool):
        yield _replacing(node, "value", not value, node)
    elif isinstance(value, (int, float)):
        yield _replacing(node, "value", value + 1, node)
    elif isinstance(value, str):
        yield _replacing(node, "value", value + "x", node)
    elif isinstance(value, bytes):
        yield _replacing(node, "value", value + b"x", node)


def _condition_edits(node):
    if not isinstance(node, (ast.If, ast.While, ast.IfExp, ast.Assert)):
        return
    test = node.test
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        yield _replacing(node, "test", test.operand, node)
        return
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], NEGATED_BY_OPERATOR):
        return
    yield _replacing(node, "test", ast.UnaryOp(ast.Not(), test), node)


def _return_edits(node):
    if isinstance(node, ast.Return) and not _is_none(node.value):
        yield _replacing(node, "value", None, node)


def _is_none(node):
    return node is None or (isinstance(node, ast.Constant) and node.value is None)


def _dropping_edits(node, skipped):
    """A statement is left out, or a decorator. The condition of a comprehension is left out, and negated."""
    for field in ("body", "orelse", "finalbody"):
        statements = getattr(node, field, None)
        if not isinstance(statements, list):
            continue
        for index, statement in enumerate(statements):
            is_bare_return = isinstance(statement, ast.Return) and statement.value is None
            if statement not in skipped and (isinstance(statement, DROPPED) or is_bare_return):
                place = (statement.lineno, statement.col_offset)
                edit = _replacing_entry(statements, index, ast.Pass(), f"without `{_text(statement)}`")
                yield place, [edit]
    for field in ("ifs", "decorator_list"):
        parts = getattr(node, field, [])
        for index, part in enumerate(parts):
            place = (part.lineno, part.col_offset)
            kind = "if " if field == "ifs" else "@"
            rest = parts[:index] + parts[index + 1 :]
            _, put, take_back = _replacing(node, field, rest, part)
            yield place, [(f"without `{kind}{_text(part)}`", put, take_back)]
            if field == "ifs":
                negated = ast.UnaryOp(ast.Not(), part)
                yield place, [_replacing_entry(parts, index, negated, f"`if {_text(part)}` is negated")]
