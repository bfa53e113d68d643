//! The syntax tree: Python's own (`Parser/Python.asdl`), for what the explorer supports.

use crate::code::Const;
use crate::source::Span;

/// A whole file.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Module {
    pub(crate) body: Vec<Stmt>,
}

/// A statement.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Stmt {
    pub(crate) kind: StmtKind,
    pub(crate) span: Span,
}

/// A name and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Ident {
    pub(crate) name: String,
    pub(crate) span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum StmtKind {
    Function(Box<FunctionDef>),
    Class(Box<ClassDef>),
    Return(Option<Expr>),
    Delete(Vec<Expr>),
    Assign {
        targets: Vec<Expr>,
        value: Expr,
    },
    AugAssign {
        target: Expr,
        op: BinaryOp,
        value: Expr,
    },
    AnnAssign {
        target: Expr,
        annotation: Expr,
        value: Option<Expr>,
        /// The target is a bare name without parentheses.
        simple: bool,
    },
    For {
        target: Expr,
        iter: Expr,
        body: Vec<Stmt>,
        orelse: Vec<Stmt>,
    },
    While {
        test: Expr,
        body: Vec<Stmt>,
        orelse: Vec<Stmt>,
    },
    If {
        test: Expr,
        body: Vec<Stmt>,
        orelse: Vec<Stmt>,
    },
    With {
        items: Vec<WithItem>,
        body: Vec<Stmt>,
    },
    Raise {
        exception: Option<Expr>,
        cause: Option<Expr>,
    },
    Try {
        body: Vec<Stmt>,
        handlers: Vec<ExceptHandler>,
        orelse: Vec<Stmt>,
        finally: Vec<Stmt>,
    },
    Assert {
        test: Expr,
        message: Option<Expr>,
    },
    Import(Vec<Alias>),
    ImportFrom {
        module: Ident,
        names: Vec<Alias>,
    },
    Global(Vec<Ident>),
    Nonlocal(Vec<Ident>),
    Expr(Expr),
    Pass,
    Break,
    Continue,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct FunctionDef {
    pub(crate) name: Ident,
    pub(crate) params: Parameters,
    pub(crate) returns: Option<Expr>,
    pub(crate) body: Vec<Stmt>,
    pub(crate) decorators: Vec<Expr>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ClassDef {
    pub(crate) name: Ident,
    pub(crate) bases: Vec<Expr>,
    pub(crate) keywords: Vec<KeywordArg>,
    pub(crate) body: Vec<Stmt>,
    pub(crate) decorators: Vec<Expr>,
}

/// `import name as alias`
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Alias {
    pub(crate) name: Ident,
    pub(crate) alias: Option<Ident>,
    pub(crate) span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct WithItem {
    pub(crate) context: Expr,
    pub(crate) target: Option<Expr>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ExceptHandler {
    pub(crate) class: Option<Expr>,
    pub(crate) name: Option<Ident>,
    pub(crate) body: Vec<Stmt>,
    pub(crate) span: Span,
}

/// The parameters of a function.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Parameters {
    pub(crate) positional_only: Vec<Parameter>,
    pub(crate) positional: Vec<Parameter>,
    pub(crate) star_args: Option<Parameter>,
    pub(crate) keyword_only: Vec<Parameter>,
    pub(crate) star_kwargs: Option<Parameter>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Parameter {
    pub(crate) name: Ident,
    pub(crate) annotation: Option<Expr>,
    pub(crate) default: Option<Expr>,
    /// The name and its annotation.
    pub(crate) span: Span,
}

impl Parameters {
    /// All of them, in the order of the slots: positional, keyword-only, `*args`, `**kwargs`.
    pub(crate) fn in_slot_order(&self) -> impl Iterator<Item = &Parameter> {
        self.positional_only
            .iter()
            .chain(&self.positional)
            .chain(&self.keyword_only)
            .chain(&self.star_args)
            .chain(&self.star_kwargs)
    }
}

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Expr {
    pub(crate) kind: ExprKind,
    pub(crate) span: Span,
    /// The height of the tree. The parser limits it, so that recursion over a tree is safe.
    pub(crate) height: u16,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ExprKind {
    Constant(Const),
    Name(String),
    /// `a and b and c`, or `or`
    Bool {
        op: BoolOp,
        values: Vec<Expr>,
    },
    /// `target := value`
    Named {
        target: Box<Expr>,
        value: Box<Expr>,
    },
    Binary {
        left: Box<Expr>,
        op: BinaryOp,
        right: Box<Expr>,
    },
    Unary {
        op: UnaryOp,
        operand: Box<Expr>,
    },
    Lambda {
        params: Box<Parameters>,
        body: Box<Expr>,
    },
    /// `body if test else orelse`
    Conditional {
        test: Box<Expr>,
        body: Box<Expr>,
        orelse: Box<Expr>,
    },
    /// A key of `None` is `**value`.
    Dict(Vec<(Option<Expr>, Expr)>),
    Set(Vec<Expr>),
    Comprehension(Box<Comprehension>),
    Yield(Option<Box<Expr>>),
    Compare {
        left: Box<Expr>,
        ops: Vec<(CompareOp, Expr)>,
    },
    Call {
        function: Box<Expr>,
        args: Vec<Expr>,
        keywords: Vec<KeywordArg>,
    },
    FString(Vec<Expr>),
    FormattedValue {
        value: Box<Expr>,
        conversion: Option<char>,
        spec: Option<Box<Expr>>,
    },
    Attribute {
        value: Box<Expr>,
        name: Ident,
    },
    Subscript {
        value: Box<Expr>,
        index: Box<Expr>,
    },
    Slice {
        start: Option<Box<Expr>>,
        stop: Option<Box<Expr>>,
        step: Option<Box<Expr>>,
    },
    Starred(Box<Expr>),
    List(Vec<Expr>),
    Tuple(Vec<Expr>),
}

/// `name=value` in a call or class header; without a name `**value`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct KeywordArg {
    pub(crate) name: Option<Ident>,
    pub(crate) value: Expr,
    pub(crate) span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Comprehension {
    pub(crate) kind: ComprehensionKind,
    /// The element, or the key of a dict.
    pub(crate) element: Expr,
    /// The value of a dict.
    pub(crate) value: Option<Expr>,
    pub(crate) clauses: Vec<ForClause>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ComprehensionKind {
    List,
    Set,
    Dict,
    Generator,
}

/// `for target in iter if test if test`
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ForClause {
    pub(crate) target: Expr,
    pub(crate) iter: Expr,
    pub(crate) tests: Vec<Expr>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BoolOp {
    And,
    Or,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UnaryOp {
    Plus,
    Minus,
    Not,
    Invert,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BinaryOp {
    Add,
    Subtract,
    Multiply,
    MatrixMultiply,
    Divide,
    FloorDivide,
    Modulo,
    Power,
    LeftShift,
    RightShift,
    And,
    Or,
    Xor,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CompareOp {
    Less,
    LessEqual,
    Equal,
    NotEqual,
    Greater,
    GreaterEqual,
    In,
    NotIn,
    Is,
    IsNot,
}

impl Expr {
    /// A node and its height.
    pub(crate) fn new(kind: ExprKind, span: Span) -> Expr {
        let height = kind.children_height().saturating_add(1);
        Expr { kind, span, height }
    }
}

impl ExprKind {
    fn children_height(&self) -> u16 {
        fn all<'e>(nodes: impl IntoIterator<Item = &'e Expr>) -> u16 {
            nodes.into_iter().map(|e| e.height).max().unwrap_or(0)
        }
        fn params(params: &Parameters) -> u16 {
            params
                .in_slot_order()
                .map(|p| all(p.default.iter().chain(&p.annotation)))
                .max()
                .unwrap_or(0)
        }
        match self {
            ExprKind::Constant(_) | ExprKind::Name(_) => 0,
            ExprKind::Bool { values, .. } => all(values),
            ExprKind::Named { target, value } => target.height.max(value.height),
            ExprKind::Binary { left, right, .. } => left.height.max(right.height),
            ExprKind::Unary { operand, .. } => operand.height,
            ExprKind::Lambda { params: p, body } => body.height.max(params(p)),
            ExprKind::Conditional { test, body, orelse } => {
                test.height.max(body.height).max(orelse.height)
            }
            ExprKind::Dict(items) => items
                .iter()
                .map(|(key, value)| value.height.max(all(key)))
                .max()
                .unwrap_or(0),
            ExprKind::Set(items)
            | ExprKind::List(items)
            | ExprKind::Tuple(items)
            | ExprKind::FString(items) => all(items),
            ExprKind::Comprehension(c) => {
                let clauses = c
                    .clauses
                    .iter()
                    .map(|clause| {
                        clause
                            .target
                            .height
                            .max(clause.iter.height)
                            .max(all(&clause.tests))
                    })
                    .max()
                    .unwrap_or(0);
                // Each clause is inside the one before.
                let inside = u16::try_from(c.clauses.len()).unwrap_or(u16::MAX);
                let height = c.element.height.max(all(&c.value)).max(clauses);
                height.saturating_add(inside)
            }
            ExprKind::Yield(value) => value.as_ref().map_or(0, |v| v.height),
            ExprKind::Compare { left, ops } => left.height.max(all(ops.iter().map(|(_, e)| e))),
            ExprKind::Call {
                function,
                args,
                keywords,
            } => function
                .height
                .max(all(args))
                .max(all(keywords.iter().map(|k| &k.value))),
            ExprKind::FormattedValue { value, spec, .. } => {
                value.height.max(spec.as_ref().map_or(0, |s| s.height))
            }
            ExprKind::Attribute { value, .. } | ExprKind::Starred(value) => value.height,
            ExprKind::Subscript { value, index } => value.height.max(index.height),
            ExprKind::Slice { start, stop, step } => [start, stop, step]
                .into_iter()
                .flatten()
                .map(|e| e.height)
                .max()
                .unwrap_or(0),
        }
    }

    /// How CPython's messages call this kind of expression.
    pub(crate) fn describe(&self) -> &'static str {
        match self {
            ExprKind::Constant(Const::None) => "None",
            ExprKind::Constant(Const::Bool(true)) => "True",
            ExprKind::Constant(Const::Bool(false)) => "False",
            ExprKind::Constant(Const::Ellipsis) => "ellipsis",
            ExprKind::Constant(_) => "literal",
            ExprKind::Name(_) => "name",
            ExprKind::Bool { .. } | ExprKind::Binary { .. } | ExprKind::Unary { .. } => {
                "expression"
            }
            ExprKind::Named { .. } => "named expression",
            ExprKind::Lambda { .. } => "lambda",
            ExprKind::Conditional { .. } => "conditional expression",
            ExprKind::Dict(_) => "dict literal",
            ExprKind::Set(_) => "set display",
            ExprKind::Comprehension(c) => match c.kind {
                ComprehensionKind::List => "list comprehension",
                ComprehensionKind::Set => "set comprehension",
                ComprehensionKind::Dict => "dict comprehension",
                ComprehensionKind::Generator => "generator expression",
            },
            ExprKind::Yield(_) => "yield expression",
            ExprKind::Compare { .. } => "comparison",
            ExprKind::Call { .. } => "function call",
            ExprKind::FString(_) | ExprKind::FormattedValue { .. } => "f-string expression",
            ExprKind::Attribute { .. } => "attribute",
            ExprKind::Subscript { .. } => "subscript",
            ExprKind::Slice { .. } => "slice",
            ExprKind::Starred(_) => "starred",
            ExprKind::List(_) => "list",
            ExprKind::Tuple(_) => "tuple",
        }
    }
}
