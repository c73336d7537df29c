// The letter to the metering operator that asks for what nobody else knows. German, as its reader is.

export const OPERATOR_LETTER = `Betreff: Zugang zur HAN-Schnittstelle meines Smart-Meter-Gateways

Sehr geehrte Damen und Herren,

ich möchte meine Messwerte an der HAN-Schnittstelle meines Smart-Meter-Gateways abrufen.
Zählernummer: ____________   Nummer des Gateways (steht auf dem Gerät): ____________

Bitte teilen Sie mir dazu mit:
  1. die IPv4-Adresse der HAN-Schnittstelle und ihre Subnetzmaske, und ob sie fest
     eingestellt ist oder über DHCP bezogen wird
  2. welche Adresse mein Rechner dort haben soll, falls Sie eine vorgesehen haben
  3. den Benutzernamen und das Passwort für den Letztverbraucher, oder wie ich ein
     Client-Zertifikat bekomme, falls die Anmeldung damit geschieht
  4. den SHA-256-Fingerabdruck des TLS-Zertifikats der HAN-Schnittstelle
  5. ob die HAN-Schnittstelle freigeschaltet ist

Nach § 53 MsbG habe ich Anspruch auf Einsicht in die mich betreffenden Messwerte.

Mit freundlichen Grüßen
`;
