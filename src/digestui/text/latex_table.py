"""What LaTeX commands stand for: data only, read by `latex`."""

from __future__ import annotations


def _pairs(table: str) -> dict[str, str]:
    words = table.split()
    return dict(zip(words[::2], words[1::2], strict=True))


def _words(table: str) -> frozenset[str]:
    return frozenset(table.split())


SYMBOLS = _pairs(
    r"""
    alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι
    kappa κ varkappa ϰ lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ
    varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ
    Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω textalpha α textbeta β textgamma γ textmu μ
    textOmega Ω digamma ϝ times × div ÷ pm ± mp ∓ cdot · cdotp · ast ∗ star ⋆ circ ∘ bullet • oplus
    ⊕ ominus ⊖ otimes ⊗ oslash ⊘ odot ⊙ wedge ∧ land ∧ vee ∨ lor ∨ cap ∩ cup ∪ sqcap ⊓ sqcup ⊔ uplus
    ⊎ setminus ∖ smallsetminus ∖ amalg ⨿ wr ≀ dagger † dag † ddagger ‡ ddag ‡ ltimes ⋉ rtimes ⋊
    bowtie ⋈ Join ⋈ diamond ⋄ triangle △ bigtriangleup △ square □ Box □ blacksquare ■ Diamond ◇
    lozenge ◊ bigcirc ◯ bigstar ★ checkmark ✓ xmark ✗ cmark ✓ clubsuit ♣ heartsuit ♡ spadesuit ♠
    diamondsuit ♢ flat ♭ natural ♮ sharp ♯ leq ≤ le ≤ leqslant ≤ geq ≥ ge ≥ geqslant ≥ neq ≠ ne ≠ ll
    ≪ gg ≫ equiv ≡ approx ≈ approxeq ≊ sim ∼ simeq ≃ cong ≅ propto ∝ varpropto ∝ lesssim ≲ gtrsim ≳
    lessapprox ⪅ gtrapprox ⪆ prec ≺ succ ≻ preceq ⪯ succeq ⪰ asymp ≍ doteq ≐ triangleq ≜ coloneqq ≔
    perp ⊥ bot ⊥ top ⊤ parallel ∥ nparallel ∦ mid ∣ nmid ∤ vdash ⊢ dashv ⊣ models ⊨ vDash ⊨ Vdash ⊩
    smile ⌣ frown ⌢ in ∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆ subsetneq ⊊ nsubseteq ⊈ supset ⊃ supseteq
    ⊇ sqsubset ⊏ sqsubseteq ⊑ emptyset ∅ varnothing ∅ forall ∀ exists ∃ nexists ∄ neg ¬ lnot ¬
    therefore ∴ because ∵ to → rightarrow → longrightarrow ⟶ leftarrow ← gets ← longleftarrow ⟵
    leftrightarrow ↔ longleftrightarrow ⟷ Rightarrow ⇒ Longrightarrow ⟹ implies ⟹ Leftarrow ⇐
    impliedby ⟸ Leftrightarrow ⇔ iff ⟺ uparrow ↑ downarrow ↓ updownarrow ↕ Uparrow ⇑ Downarrow ⇓
    mapsto ↦ longmapsto ⟼ hookrightarrow ↪ hookleftarrow ↩ nearrow ↗ searrow ↘ swarrow ↙ nwarrow ↖
    rightharpoonup ⇀ leftharpoonup ↼ rightleftharpoons ⇌ leadsto ⇝ rightsquigarrow ⇝
    twoheadrightarrow ↠ circlearrowleft ↺ circlearrowright ↻ upharpoonright ↾ textrightarrow →
    textleftarrow ← sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ iiint ∭ oint ∮ bigcup ⋃ bigcap ⋂ bigoplus ⨁
    bigotimes ⨂ bigwedge ⋀ bigvee ⋁ partial ∂ nabla ∇ infty ∞ prime ′ backprime ‵ hbar ℏ hslash ℏ
    ell ℓ wp ℘ Re ℜ Im ℑ aleph ℵ beth ℶ gimel ℷ imath ı jmath ȷ angle ∠ measuredangle ∡ surd √
    degree ° textdegree ° Bbbk 𝕜 complement ∁ eth ð mho ℧ langle ⟨ rangle ⟩ lceil ⌈ rceil ⌉ lfloor ⌊
    rfloor ⌋ lbrace { rbrace } lvert | rvert | vert | lVert ‖ rVert ‖ Vert ‖ backslash \
    textbackslash \ lbrack [ rbrack ] llbracket ⟦ rrbracket ⟧ ulcorner ⌜ urcorner ⌝ ldots … cdots ⋯
    dots … dotsc … dotsb ⋯ vdots ⋮ ddots ⋱ textellipsis … colon : S § P ¶ copyright © textcopyright
    © textregistered ® texttrademark ™ pounds £ textsterling £ euro € EUR € texteuro € textyen ¥
    textbullet • textperiodcentered · textasciitilde ~ textasciicircum ^ textunderscore _ textdollar
    $ textbar | textless < textgreater > textendash – textemdash — textquoteleft ‘ textquoteright ’
    textquotedblleft “ textquotedblright ” lq ‘ rq ’ guillemotleft « guillemotright » guilsinglleft
    ‹ guilsinglright › textquotesingle ' textquotedbl " textexclamdown ¡ textquestiondown ¿
    textonehalf ½ textpm ± texttimes × textmu µ textordfeminine ª textordmasculine º sun ☉ Sun ☉ AA
    Å aa å AE Æ ae æ OE Œ oe œ O Ø o ø L Ł l ł ss ß SS ẞ i ı j ȷ DH Ð dh ð DJ Đ dj đ TH Þ th þ NG Ŋ
    ng ŋ TeX TeX LaTeX LaTeX LaTeXe LaTeX2e BibTeX BibTeX
    """
)

LETTERS = _words("AA aa AE ae OE oe O o L l ss SS i j DH dh DJ dj TH th NG ng")
"""Symbols that are letters of a word: the blank after such a command belongs to the command."""

WORDS = {
    "ie": "i.e.", "eg": "e.g.", "etal": "et al.", "etc": "etc.", "wrt": "w.r.t.", "cf": "cf.", "vs": "vs.",
    "aka": "a.k.a.", "iid": "i.i.d.", "viz": "viz.", "quad": " ", "qquad": "  ", "space": " ", "newline": " ",
    "linebreak": " ", "par": "\n", "thinspace": " ", "enspace": " ", "nobreakspace": " ", "slash": "/",
}  # fmt: skip
"""Habits of authors and blanks."""

FUNCTIONS = _words(
    """
    arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf
    limsup ln log max min Pr sec sin sinh sup tan tanh argmax argmin softmax diag rank tr Tr sign
    sgn mod bmod KL
    """
)
"""Commands that print their own name."""

TRANSPARENT = _words(
    """
    emph textbf textit textsl textsc texttt textrm textsf textup textmd textnormal text mbox hbox
    fbox underline uline mathrm mathbf mathit mathsf mathtt mathnormal mathcal mathscr mathfrak
    mathbb mathds mathbbm boldsymbol bm bold operatorname ensuremath url nolinkurl pmb mathop
    mathbin mathrel mathord overline underbrace overbrace uppercase lowercase MakeUppercase
    MakeLowercase smash sout uwave enquote textquote ce it rm sf tt sc sl bf em
    """
)
"""Commands that only dress their argument."""

SWITCHES = _words(
    """
    bf it em rm sf tt sc sl bfseries itshape upshape slshape scshape rmfamily sffamily ttfamily
    mdseries normalfont tiny scriptsize footnotesize small normalsize large Large LARGE huge Huge
    displaystyle textstyle scriptstyle scriptscriptstyle left right middle big Big bigg Bigg bigl
    bigr Bigl Bigr biggl biggr Biggl Biggr bigm Bigm limits nolimits noindent indent protect relax
    xspace centering mathstrut strut allowbreak nobreak boldmath unboldmath sloppy break
    """
)
"""Commands without an argument that print nothing."""

ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", '"': "\u0308", "=": "\u0304", ".": "\u0307",
    "u": "\u0306", "v": "\u030c", "H": "\u030b", "r": "\u030a", "c": "\u0327", "k": "\u0328", "d": "\u0323",
    "b": "\u0331", "t": "\u0361", "G": "\u030f", "U": "\u030e",
}  # fmt: skip
"""Accents of text: the command's name and the mark it sets."""

MATH_ACCENTS = {
    "hat": "\u0302", "widehat": "\u0302", "tilde": "\u0303", "widetilde": "\u0303", "bar": "\u0304",
    "overline": "\u0304", "vec": "\u20d7", "dot": "\u0307", "ddot": "\u0308", "check": "\u030c",
    "breve": "\u0306", "acute": "\u0301", "grave": "\u0300", "mathring": "\u030a", "not": "\u0338",
}  # fmt: skip

BLACKBOARD = {
    "C": "ℂ",
    "H": "ℍ",
    "N": "ℕ",
    "P": "ℙ",
    "Q": "ℚ",
    "R": "ℝ",
    "Z": "ℤ",
    "E": "𝔼",
    "F": "𝔽",
    "1": "𝟙",
}

ESCAPED = {
    "%": "%", "&": "&", "#": "#", "_": "_", "$": "$", "{": "{", "}": "}", " ": " ", "\n": "\n", ",": " ",
    ";": " ", ":": " ", ">": " ", "!": "", "/": "", "-": "", "@": "", "|": "‖", "\\": " ", "*": "",
}  # fmt: skip
"""A backslash and one character that is no letter."""

SUPER = dict(
    zip("0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWαβγδϵεθιϕφχ′*∗°",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵅᵝᵞᵟᵋᵋᶿᶥᶲᵠᵡ′**°", strict=True)
)  # fmt: skip
SUB = dict(
    zip("0123456789+-−=()aehijklmnoprstuvxβγρϕφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵩᵪ", strict=True)
)
