"""Owns the made-up and everyday names that fill the generator's frames."""

FIRST = """Aaron Abigail Adele Agnes Ahmed Aiko Alejandra Alan Alba Alfred Alice Amara Amit Ana Anders Andrea Angela Anita Antonio
Arjun Astrid Bastian Beatriz Benedict Bianca Boris Brigitte Bruno Camila Carla Carlos Cecilia Chen Chiara Chloe Clara Claude
Cornelius Dagmar Damian Daniela Darius Deborah Diego Dimitri Dolores Dorothea Edgar Edith Eduardo Elena Elias Elif Emeka Emil
Enrique Erika Ernesto Esther Fabian Farid Fatima Felicity Fernanda Filip Florence Francesca Frederik Gabriel Gerda Giorgio Goran
Greta Gunnar Gustav Hana Harald Hassan Heidi Helena Henrik Hiroshi Hugo Ibrahim Ignacio Ines Ingrid Irina Isabel Ivan Jasper
Javier Joachim Johanna Jorge Joyce Julian Kamal Karin Katarina Kenji Klaus Kofi Lars Laura Leila Leon Lidia Linnea Lorenzo Lucia
Ludwig Magda Malik Manuel Marcel Marco Margaret Mariana Marta Matteo Mei Mehmet Mila Milan Mohammed Monika Nadia Natalia Niklas
Nina Noor Nora Olga Oliver Omar Oscar Otto Pablo Paloma Patricia Pavel Pedro Petra Philippa Pilar Priya Rafael Ramona Rashid
Regina Renata Ricardo Rosa Ruben Ruth Samir Sandra Sergei Silvia Simone Sofia Stefan Sunita Svetlana Tamara Tariq Teresa Theo
Thomas Tobias Ulrich Ursula Valentina Vera Victor Vincent Viola Walter Wanda Xavier Yara Yasmin Yuki Yusuf Zoe Zoran""".split()
LAST = """Abbott Achterberg Adebayo Alvarado Andersen Aoki Arroyo Bachmann Balogun Barros Bauer Becker Bellini Berglund Bianchi Blackwood
Bogdanov Borges Brandt Brennan Calderon Campbell Cardoso Carvalho Castellan Chaudhry Chikwanda Christou Cordero Costigan Dahl
Danjuma Delgado Demir Devereux Dimitrov Dlamini Dominguez Dubois Eastwood Eklund Engel Escobar Falkner Faulk Ferrante Fielding
Fontaine Forsberg Fujimoto Galindo Garrick Gauthier Gerlach Ghosh Gomes Granger Grimaldi Gupta Haddad Halvorsen Hartmann Hawthorne
Herrera Hoffmann Holloway Horvat Ibarra Ikeda Ivanov Jankowski Jansen Jimenez Johansson Kaplan Karlsson Kaur Keller Khalil Kimura
Kowalski Kruger Kuznetsov Lachance Lambert Landry Larsen Lefebvre Leitner Lindqvist Lombardi Lopes Machado Malhotra Marchetti
Mbeki Medina Mendes Mercier Mitchell Montoya Moretti Mueller Nakamura Navarro Nguyen Nielsen Novak Nowicki Obrador Ochoa Okafor
Oliveira Olsen Orlov Ortega Osborne Ozturk Pacheco Pappas Pereira Petrov Pinto Popescu Quiroga Ramires Rasmussen Reinhardt Ribeiro
Richter Romanov Rossi Rousseau Salazar Sandoval Santoro Schmidt Schneider Sharma Silveira Soares Sokolov Sorensen Stern Stoica
Suzuki Szabo Takahashi Tanaka Teixeira Thibault Thornton Torvald Tran Ueda Ulvaeus Valdez Vandermeer Varga Vasquez Vega Villanueva
Volkov Wagner Walcott Weiss Werner Whitaker Wojcik Yamada Yilmaz Zamora Zhang Ziegler Zimmermann""".split()
TITLES = ["President", "Senator", "Minister", "Mayor", "Governor", "singer", "actor", "Professor", "Dr.", "coach"]
COUNTRIES = """Argentina Armenia Australia Austria Bangladesh Belgium Bolivia Brazil Bulgaria Canada Chile China Colombia Croatia
Cuba Denmark Ecuador Egypt Estonia Ethiopia Finland France Georgia Germany Ghana Greece Hungary Iceland India Indonesia Iran Iraq
Ireland Israel Italy Jamaica Japan Jordan Kazakhstan Kenya Latvia Lebanon Libya Lithuania Malaysia Mexico Moldova Morocco Nepal
Netherlands Nigeria Norway Pakistan Panama Peru Philippines Poland Portugal Qatar Romania Russia Rwanda Senegal Serbia Singapore
Slovakia Slovenia Somalia Spain Sudan Sweden Switzerland Syria Taiwan Tanzania Thailand Tunisia Turkey Uganda Ukraine Uruguay
Venezuela Vietnam Yemen Zambia Britain America""".split()
TOWNS = """Aalborg Adelaide Ankara Antwerp Arnhem Auckland Bamako Basel Bergen Bilbao Bologna Bordeaux Boston Bremen Brisbane Calgary
Cardiff Cologne Cordoba Cork Dakar Dallas Debrecen Denver Dresden Durban Fresno Galway Gdansk Genoa Ghent Glasgow Granada Graz
Hamburg Hanover Houston Innsbruck Jaipur Kampala Katowice Kobe Krakow Leeds Leipzig Lille Linz Lusaka Lyon Malaga Malmo Maribor
Marseille Memphis Montreal Nagoya Nantes Naples Nashville Nice Odense Oslo Ottawa Palermo Perth Plovdiv Porto Portland Poznan
Quito Raleigh Recife Reno Rosario Rotterdam Salzburg Sarajevo Seattle Seville Split Stuttgart Tampa Toledo Trieste Turin Utrecht
Valencia Vancouver Varna Verona Wellington Winnipeg Wroclaw York Zadar Zaragoza""".split()
BODIES = """the government|the health ministry|the education ministry|the tax office|the city council|the European Commission|the
central bank|the supreme court|parliament|the police union|the World Bank|UNICEF|the football association|the school board|the
interior ministry|the army|the health agency|the weather service|the Vatican|the Olympic committee|the teachers' union|the senate|
NASA|Interpol|the EU|the railway company|the water authority|the election commission|Greenpeace|the Red Cross""".replace("\n", " ").split("|")
FIRMS = """Volvara|Nordlicht|Brightwell|Kessler Foods|Orinoco Air|Panthera Motors|Quantia|Helvex|Solmar|Tecnova|Ardent Bank|
Blue Harbor|Casavita|Delphi Pharma|Everline|Fjordbank|Grupo Altea|Hanako|Ionis Labs|Juniper Rail|Lumina|Marwick|Netrix|Oxley|
Pineta|Ravello|Starling Media|Trivium|Umbra|Vantix|Westhaven|Xenon Games|Zephyr Energy|Google|Amazon|Tesla|Apple|Microsoft|Netflix|
Disney|Nestle|Samsung|Toyota|Pfizer|Coca-Cola|Ikea|Spotify|TikTok|Nike""".replace("\n", "").split("|")
PRODUCTS = """smart meter|electric scooter|plastic straw|vape|microwave|face mask|5G phone|credit card|identity card|toothpaste|
sunscreen|light bulb|solar panel|baby powder|energy drink|hair dye|gas stove|drone|smartwatch|bus ticket|driving licence|heat pump|
thermometer|wireless earbuds|contact lens|painkiller|nasal spray|wood stove|fireworks|air fryer|diesel car|satellite dish|
school bag|passport""".replace("\n", "").split("|")
FOODS = """garlic|lemon water|bananas|baking soda|turmeric|honey|olive oil|green tea|onions|ginger|coconut oil|apple cider vinegar|
margarine|brown sugar|soy milk|avocados|raw milk|broccoli|tomatoes|cinnamon|mushrooms|papaya|black coffee|red wine|beetroot|
pumpkin seeds|sea salt|dandelion tea|walnuts|pineapple|peanuts|rice|wheat|eggs|oranges|potatoes""".replace("\n", "").split("|")
ILLNESSES = """cancer|diabetes|the flu|asthma|arthritis|dementia|malaria|depression|autism|high blood pressure|kidney stones|
hair loss|infertility|migraine|measles|tuberculosis|heart attacks|strokes|pneumonia|insomnia|anaemia|allergies|
epilepsy|psoriasis|gout|cholera""".replace("\n", "").split("|")
PARTS = "brain|liver|kidneys|heart|lungs|skin|eyes|stomach|bones|blood|colon|thyroid".split("|")
ANIMALS = "bear|shark|wolf|crocodile|tiger|elephant|monkey|snake|dog|wild boar|lion|whale|horse|seagull".split("|")
GROUPS = """women|students|pensioners|teachers|farmers|immigrants|doctors|nurses|veterans|Muslims|Christians|lawyers|tourists|truck
drivers|parents|teenagers|dog owners|homeowners|the unemployed|young voters|police officers|refugees|athletes""".replace("\n", " ").split("|")
MONTHS = "January February March April May June July August September October November December".split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
