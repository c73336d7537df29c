// The letter that asks the metering operator for access to the gateway. German, as its reader is; 80 columns wide at most.

export const OPERATOR_LETTER = `Absender (Name, Anschrift): ____________________________________________________
Kundennummer: ____________________   Zählernummer: _____________________________
Nummer des Gateways (steht auf dem Gerät): _____________________________________

Betreff: Zugang zur HAN-Schnittstelle meines Smart-Meter-Gateways

Sehr geehrte Damen und Herren,

ich möchte meine Messwerte an der HAN-Schnittstelle meines Smart-Meter-Gateways
abrufen. Bitte teilen Sie mir dazu bis zum ____________ mit:

  1. ob die HAN-Schnittstelle freigeschaltet ist; falls nicht, schalten Sie sie
     bitte frei
  2. die IPv4-Adresse der HAN-Schnittstelle und ihre Subnetzmaske, und ob sie
     fest eingestellt ist oder über DHCP bezogen wird
  3. welche Adresse mein Rechner dort haben soll, falls Sie eine vorgesehen
     haben
  4. den Benutzernamen und das Passwort für den Letztverbraucher, oder wie ich
     ein Client-Zertifikat bekomme, falls die Anmeldung damit geschieht
  5. den SHA-256-Fingerabdruck des TLS-Zertifikats der HAN-Schnittstelle

Nach § 53 MsbG habe ich Anspruch darauf, die mich betreffenden Messwerte
einzusehen.

Mit freundlichen Grüßen
`;
