CREATE TABLE documents (
	sha256 VARCHAR(64) NOT NULL, 
	name VARCHAR(255) NOT NULL, 
	kind VARCHAR(100), 
	state VARCHAR(10) NOT NULL, 
	reason TEXT, 
	reason_code VARCHAR(40), 
	number TEXT, 
	title TEXT, 
	pages INTEGER NOT NULL, 
	accepted_at DATETIME NOT NULL, 
	finished_at DATETIME, 
	PRIMARY KEY (sha256)
);
CREATE INDEX ix_documents_state ON documents (state);
CREATE INDEX ix_documents_accepted_at ON documents (accepted_at);
CREATE TABLE records (
	id INTEGER NOT NULL, 
	document VARCHAR(64) NOT NULL, 
	version INTEGER NOT NULL, 
	made_at DATETIME NOT NULL, 
	json TEXT NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (document, version), 
	FOREIGN KEY(document) REFERENCES documents (sha256)
);
CREATE INDEX ix_records_document ON records (document);
CREATE TABLE decisions (
	id INTEGER NOT NULL, 
	document VARCHAR(64) NOT NULL, 
	pointer VARCHAR(200) NOT NULL, 
	"before" TEXT NOT NULL, 
	"after" TEXT NOT NULL, 
	verdict VARCHAR(10) NOT NULL, 
	reviewer VARCHAR(80) NOT NULL, 
	decided_at DATETIME NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(document) REFERENCES documents (sha256)
);
CREATE INDEX ix_decisions_document ON decisions (document);
CREATE TABLE open_values (
	id INTEGER NOT NULL, 
	document VARCHAR(64) NOT NULL, 
	pointer VARCHAR(200) NOT NULL, 
	value TEXT NOT NULL, 
	confidence DOUBLE NOT NULL, 
	evidence TEXT NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (document, pointer), 
	FOREIGN KEY(document) REFERENCES documents (sha256)
);
CREATE INDEX open_values_least_sure ON open_values (confidence, id);
CREATE TABLE page_texts (
	id INTEGER NOT NULL, 
	document VARCHAR(64) NOT NULL, 
	page INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(document) REFERENCES documents (sha256)
);
CREATE INDEX ix_page_texts_document ON page_texts (document);
CREATE VIRTUAL TABLE search_rows USING fts5(exact, folded, tokenize = 'unicode61 remove_diacritics 0');
INSERT INTO documents VALUES ('23914a83c3c7080988b4aab957e8c1abf4a281df9cc77c7e1d43d3e81f39e94e','k0.txt','text/plain','review',NULL,NULL,'l25/KH-UBND','<script>document.title = ''owned''</script> Kế hoạch',1,'2026-11-22 01:42:16.498607','2026-11-22 01:42:16.515968');
INSERT INTO documents VALUES ('a3ead5eedad5df82318c51685dbc1c147a36d1ff8584fc82de6b08d0bf63a795','k1.txt','text/plain','review',NULL,NULL,'125/KH-UBND','<script>document.title = ''owned''</script> Kế hoạch',1,'2026-11-22 01:42:16.618734','2026-11-22 01:42:16.622487');
INSERT INTO documents VALUES ('15f559b8c43dd8dbd111f99196d096ca3932c9b49575247b4f2d78266d545d70','b.txt',NULL,'failed','The file is broken.','error',NULL,NULL,0,'2026-11-22 01:42:16.638456','2026-11-22 01:42:16.639354');
INSERT INTO records VALUES (1,'23914a83c3c7080988b4aab957e8c1abf4a281df9cc77c7e1d43d3e81f39e94e',1,'2026-11-22 01:42:16.509612','{"schema_version":"1.0","source":{"sha256":"23914a83c3c7080988b4aab957e8c1abf4a281df9cc77c7e1d43d3e81f39e94e","media_type":"text/plain","pages":[{"page":1,"origin":"ocr","quality":"absent","reason":"no text layer","history":[]}]},"header":{"issuer":[],"parent_issuer":null,"number":"l25/KH-UBND","place":"Đống Đa","issued_on":null,"kind":null,"title":"<script>document.title = ''owned''</script> Kế hoạch","period":null,"support":{"number":{"evidence":[{"page":1,"boxes":[[0.1,0.1,0.5,0.13]],"raw":"l25/KH-UBND","text":"l25/KH-UBND","rule":"test"}],"confidence":0.3},"place":{"evidence":[],"confidence":0.95}}},"references":[],"sections":[],"pairings":[],"deadlines":[],"responsibilities":[],"recipients":[{"evidence":[{"page":1,"boxes":[[0.1,0.7,0.5,0.73]],"raw":"<b>Cac truong</b>","text":"<b>Các trường</b>","rule":"test"}],"confidence":0.6,"name":"<b>Các trường</b>","purpose":null}],"filed_at":[],"signers":[{"evidence":[{"page":1,"boxes":[[0.1,0.8,0.5,0.8300000000000001]],"raw":"Nguyen Van An","text":"Nguyễn Văn An","rule":"test"}],"confidence":0.2,"name":"Nguyễn Văn An","title":null,"unit":null,"mark":null}],"contacts":[],"problems":[]}');
INSERT INTO records VALUES (2,'a3ead5eedad5df82318c51685dbc1c147a36d1ff8584fc82de6b08d0bf63a795',1,'2026-11-22 01:42:16.620680','{"schema_version":"1.0","source":{"sha256":"a3ead5eedad5df82318c51685dbc1c147a36d1ff8584fc82de6b08d0bf63a795","media_type":"text/plain","pages":[{"page":1,"origin":"ocr","quality":"absent","reason":"no text layer","history":[]}]},"header":{"issuer":[],"parent_issuer":null,"number":"l25/KH-UBND","place":"Đống Đa","issued_on":null,"kind":null,"title":"<script>document.title = ''owned''</script> Kế hoạch","period":null,"support":{"number":{"evidence":[{"page":1,"boxes":[[0.1,0.1,0.5,0.13]],"raw":"l25/KH-UBND","text":"l25/KH-UBND","rule":"test"}],"confidence":0.3},"place":{"evidence":[],"confidence":0.95}}},"references":[],"sections":[],"pairings":[],"deadlines":[],"responsibilities":[],"recipients":[{"evidence":[{"page":1,"boxes":[[0.1,0.7,0.5,0.73]],"raw":"<b>Cac truong</b>","text":"<b>Các trường</b>","rule":"test"}],"confidence":0.6,"name":"<b>Các trường</b>","purpose":null}],"filed_at":[],"signers":[{"evidence":[{"page":1,"boxes":[[0.1,0.8,0.5,0.8300000000000001]],"raw":"Nguyen Van An","text":"Nguyễn Văn An","rule":"test"}],"confidence":0.2,"name":"Nguyễn Văn An","title":null,"unit":null,"mark":null}],"contacts":[],"problems":[]}');
INSERT INTO decisions VALUES (1,'a3ead5eedad5df82318c51685dbc1c147a36d1ff8584fc82de6b08d0bf63a795','/header/number','l25/KH-UBND','125/KH-UBND','correct','Lan','2026-11-22 01:42:16.631504');
INSERT INTO open_values VALUES (1,'23914a83c3c7080988b4aab957e8c1abf4a281df9cc77c7e1d43d3e81f39e94e','/header/number','l25/KH-UBND',0.3,'[{"page":1,"boxes":[[0.1,0.1,0.5,0.13]],"raw":"l25/KH-UBND","text":"l25/KH-UBND","rule":"test"}]');
INSERT INTO open_values VALUES (2,'23914a83c3c7080988b4aab957e8c1abf4a281df9cc77c7e1d43d3e81f39e94e','/header/place','Đống Đa',0.95,'[]');
INSERT INTO open_values VALUES (3,'23914a83c3c7080988b4aab957e8c1abf4a281df9cc77c7e1d43d3e81f39e94e','/recipients/0/name','<b>Các trường</b>',0.6,'[{"page":1,"boxes":[[0.1,0.7,0.5,0.73]],"raw":"<b>Cac truong</b>","text":"<b>Các trường</b>","rule":"test"}]');
INSERT INTO open_values VALUES (4,'23914a83c3c7080988b4aab957e8c1abf4a281df9cc77c7e1d43d3e81f39e94e','/signers/0/name','Nguyễn Văn An',0.2,'[{"page":1,"boxes":[[0.1,0.8,0.5,0.8300000000000001]],"raw":"Nguyen Van An","text":"Nguyễn Văn An","rule":"test"}]');
INSERT INTO open_values VALUES (6,'a3ead5eedad5df82318c51685dbc1c147a36d1ff8584fc82de6b08d0bf63a795','/header/place','Đống Đa',0.95,'[]');
INSERT INTO open_values VALUES (7,'a3ead5eedad5df82318c51685dbc1c147a36d1ff8584fc82de6b08d0bf63a795','/recipients/0/name','<b>Các trường</b>',0.6,'[{"page":1,"boxes":[[0.1,0.7,0.5,0.73]],"raw":"<b>Cac truong</b>","text":"<b>Các trường</b>","rule":"test"}]');
INSERT INTO open_values VALUES (8,'a3ead5eedad5df82318c51685dbc1c147a36d1ff8584fc82de6b08d0bf63a795','/signers/0/name','Nguyễn Văn An',0.2,'[{"page":1,"boxes":[[0.1,0.8,0.5,0.8300000000000001]],"raw":"Nguyen Van An","text":"Nguyễn Văn An","rule":"test"}]');
INSERT INTO page_texts VALUES (1,'23914a83c3c7080988b4aab957e8c1abf4a281df9cc77c7e1d43d3e81f39e94e',1,'Kế hoạch năm học của các trường tại Đống Đa, Việt Nam');
INSERT INTO page_texts VALUES (2,'a3ead5eedad5df82318c51685dbc1c147a36d1ff8584fc82de6b08d0bf63a795',1,'Kế hoạch năm học của các trường tại Đống Đa, Việt Nam');
INSERT INTO search_rows(rowid,exact,folded) VALUES (1,' kế hoạch năm học của các trường tại đống đa việt nam ',' ke hoach nam hoc cua cac truong tai dong da viet nam ');
INSERT INTO search_rows(rowid,exact,folded) VALUES (2,' kế hoạch năm học của các trường tại đống đa việt nam ',' ke hoach nam hoc cua cac truong tai dong da viet nam ');
