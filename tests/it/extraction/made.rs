//! Small files of every format, made by hand.

use std::io::{Cursor, Write as _};

use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

/// A zip archive of these parts.
pub fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        // The first part of an OpenDocument file is not packed.
        let method = match *name {
            "mimetype" => CompressionMethod::Stored,
            _ => CompressionMethod::Deflated,
        };
        writer.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The list of parts of an Office Open XML file.
pub fn types(parts: &[(&str, &str)]) -> String {
    let space = "http://schemas.openxmlformats.org/package/2006/content-types";
    let listed = parts.iter().map(|(name, kind)| {
        let kind = format!("application/vnd.openxmlformats-officedocument.{kind}+xml");
        format!("<Override PartName=\"/{name}\" ContentType=\"{kind}\"/>")
    });
    let listed: Vec<_> = listed.collect();
    format!("<Types xmlns=\"{space}\">{}</Types>", listed.concat())
}

/// A document with this body, a header and a note.
pub fn docx(body: &str) -> Vec<u8> {
    let types = types(&[
        ("word/document2.xml", "wordprocessingml.document.main"),
        ("word/header1.xml", "wordprocessingml.header"),
        ("word/footnotes.xml", "wordprocessingml.footnotes"),
    ]);
    let space = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    let body =
        format!("<?xml version=\"1.0\"?><w:document {space}><w:body>{body}</w:body></w:document>");
    let header = format!("<w:hdr {space}><w:p><w:r><w:t>In the header</w:t></w:r></w:p></w:hdr>");
    let note =
        format!("<w:footnotes {space}><w:p><w:r><w:t>A note</w:t></w:r></w:p></w:footnotes>");
    zip(&[
        ("[Content_Types].xml", types.as_bytes()),
        ("word/document2.xml", body.as_bytes()),
        ("word/header1.xml", header.as_bytes()),
        ("word/footnotes.xml", note.as_bytes()),
        ("word/media/image1.png", b"not looked at"),
    ])
}

/// A paragraph of a document.
pub fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}

/// A presentation with a slide for each text.
pub fn pptx(slides: &[&str]) -> Vec<u8> {
    let names: Vec<_> = (1..=slides.len()).map(|it| format!("ppt/slides/slide{it}.xml")).collect();
    let mut listed = vec![("ppt/presentation.xml", "presentationml.presentation.main")];
    listed.extend(names.iter().rev().map(|it| (it.as_str(), "presentationml.slide")));
    let types = types(&listed);
    let slides: Vec<_> = slides
        .iter()
        .map(|it| format!("<p:sld><a:p><a:r><a:t>{it}</a:t></a:r></a:p></p:sld>"))
        .collect();
    let mut parts = vec![
        ("[Content_Types].xml", types.as_bytes()),
        ("ppt/presentation.xml", b"<p:presentation/>".as_slice()),
    ];
    parts.extend(names.iter().map(String::as_str).zip(slides.iter().map(String::as_bytes)));
    zip(&parts)
}

/// An OpenDocument file of a kind with this in its body.
pub fn open_document(kind: &str, body: &str) -> Vec<u8> {
    open_document_with(kind, body, "<manifest:manifest/>")
}

/// The same with another manifest.
pub fn open_document_with(kind: &str, body: &str, manifest: &str) -> Vec<u8> {
    let media_type = format!("application/vnd.oasis.opendocument.{kind}");
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content><office:body><office:{kind}>{body}\
         </office:{kind}></office:body></office:document-content>"
    );
    let styles = "<office:document-styles><style:header><text:p>In the header</text:p></style:header></office:document-styles>";
    zip(&[
        ("mimetype", media_type.as_bytes()),
        ("content.xml", content.as_bytes()),
        ("styles.xml", styles.as_bytes()),
        ("META-INF/manifest.xml", manifest.as_bytes()),
    ])
}

/// A workbook with one cell.
pub fn xlsx(text: &str) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("Lista").unwrap();
    sheet.write(0, 0, text).unwrap();
    sheet.write(1, 1, 4.5).unwrap();
    book.save_to_buffer().unwrap()
}

/// A compound file of these streams.
pub fn compound(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let file = Cursor::new(Vec::new());
    let mut file = cfb::CompoundFile::create_with_version(cfb::Version::V3, file).unwrap();
    for (name, content) in streams {
        file.create_stream(name).unwrap().write_all(content).unwrap();
    }
    file.into_inner().into_inner()
}

/// An old workbook with one cell.
pub fn xls(text: &str) -> Vec<u8> {
    let record = |kind: u16, data: &[u8]| -> Vec<u8> {
        let length = u16::try_from(data.len()).unwrap();
        [&kind.to_le_bytes(), &length.to_le_bytes(), data].concat()
    };
    let begin = record(0x0809, &[0, 6, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    let end = record(0x000a, &[]);
    let letters: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let count = u16::try_from(letters.len() / 2).unwrap().to_le_bytes();
    let label = record(0x0204, &[&[0; 6][..], &count, &[1], &letters].concat());
    let place = u32::try_from(begin.len() + 4 + 9 + end.len()).unwrap().to_le_bytes();
    let sheet = record(0x0085, &[&place[..], &[0, 0, 1, 0, b'a']].concat());
    let mut stream = [&begin[..], &sheet, &end, &begin, &label, &end].concat();
    stream.resize(5_000, 0);
    compound(&[("Workbook", &stream)])
}

/// A PDF of these objects, the first being the catalogue.
pub fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(objects) {
        places.push(bytes.len());
        bytes.extend(format!("{number} 0 obj\n").bytes());
        bytes.extend(object);
        bytes.extend(b"\nendobj\n");
    }
    let table = bytes.len();
    bytes.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for place in places {
        bytes.extend(format!("{place:010} 00000 n \n").bytes());
    }
    let id = "<00112233445566778899aabbccddeeff>";
    let size = objects.len() + 1;
    bytes.extend(
        format!(
            "trailer\n<< /Size {size} /Root 1 0 R /ID [{id} {id}] >>\nstartxref\n{table}\n%%EOF\n"
        )
        .bytes(),
    );
    bytes
}

/// A stream object.
pub fn stream(dictionary: &str, content: &[u8]) -> Vec<u8> {
    let head = format!("<< {dictionary} /Length {} >>\nstream\n", content.len());
    [head.as_bytes(), content, b"\nendstream"].concat()
}

/// A PDF with a page for each of these drawings; font F1 writes Western letters, F2 Serbian and Cyrillic ones by number.
pub fn pages(drawings: &[&[u8]]) -> Vec<u8> {
    let kids: Vec<_> = (0..drawings.len()).map(|it| format!("{} 0 R", 7 + 2 * it)).collect();
    let mut objects: Vec<Vec<u8>> = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        format!(
            "<< /Type /Pages /Count {} /Kids [{}] /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>",
            kids.len(),
            kids.join(" ")
        )
        .into_bytes(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_vec(),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Any /Encoding /Identity-H /DescendantFonts [5 0 R] /ToUnicode 6 0 R >>"
            .to_vec(),
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Any /DW 600 /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor << /Type /FontDescriptor /FontName /Any /Flags 4 >> >>"
            .to_vec(),
        stream("", to_unicode().as_bytes()),
    ];
    for (at, drawing) in drawings.iter().enumerate() {
        let content = format!("<< /Type /Page /Parent 2 0 R /Contents {} 0 R >>", 8 + 2 * at);
        objects.push(content.into_bytes());
        objects.push(stream("", drawing));
    }
    pdf(&objects)
}

/// Letter 1 is č, then ć š ž đ and the first Cyrillic ones.
const BY_NUMBER: &str = "čćšžđИзвештај";

fn to_unicode() -> String {
    let lines: Vec<_> = (1..)
        .zip(BY_NUMBER.chars())
        .map(|(at, it)| format!("<{at:04x}> <{:04x}>", u32::from(it)))
        .collect();
    format!(
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def \
         1 begincodespacerange <0000> <ffff> endcodespacerange {} beginbfchar {} endbfchar \
         endcmap CMapName currentdict /CMap defineresource pop end end",
        lines.len(),
        lines.join("\n")
    )
}

/// A drawing that writes a word letter by number, and one in Western letters below it.
pub fn drawing(by_number: &str, western: &str) -> Vec<u8> {
    let number = |letter| BY_NUMBER.chars().position(|it| it == letter).unwrap() + 1;
    let numbers: Vec<_> = by_number.chars().map(|it| format!("{:04x}", number(it))).collect();
    let numbers = numbers.concat();
    let (western, ..) = encoding_rs::WINDOWS_1252.encode(western);
    let head = format!("BT /F2 12 Tf 50 700 Td <{numbers}> Tj /F1 12 Tf 0 -40 Td (");
    [head.as_bytes(), &western, b") Tj ET"].concat()
}
